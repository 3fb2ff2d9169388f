namespace ZuperConnect.Tests.Twilio;

/// <summary>A message in the fake Twilio's list.</summary>
internal sealed class FakeTwilioMessage
{
    public required string Sid { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required string Body { get; init; }

    public required string Direction { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Status { get; set; } = "queued";

    public int? ErrorCode { get; set; }

    public string? StatusCallback { get; init; }

    /// <summary>Additional fields of its webhook.</summary>
    public IReadOnlyDictionary<string, string> MoreFields { get; init; } = new Dictionary<string, string>();

    /// <summary>The pictures of a message of the inbox, as they were got at their addresses.</summary>
    public Task<FakePicture[]> Pictures { get; init; } = Task.FromResult<FakePicture[]>([]);

    public bool IsInbound => Direction is "inbound";
}

/// <summary>A number of the fake Twilio account.</summary>
internal sealed class FakeTwilioNumber
{
    public required string Sid { get; init; }

    public required string Number { get; init; }

    public bool TakesTexts { get; init; } = true;

    /// <summary>Its messaging service, and whether the service defers to the webhook of the number; null if it has none.</summary>
    public (string Sid, bool Defers)? Service { get; set; }

    /// <summary>Its settings, by their names in requests.</summary>
    public Dictionary<string, string> Settings { get; } = new() { ["SmsUrl"] = "", ["SmsFallbackUrl"] = "", ["SmsMethod"] = "POST" };
}
