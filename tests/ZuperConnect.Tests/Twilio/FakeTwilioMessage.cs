namespace ZuperConnect.Tests.Twilio;

/// <summary>A message in the fake's list.</summary>
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

    /// <summary>Fields of its webhook beside those that every message has.</summary>
    public IReadOnlyDictionary<string, string> MoreFields { get; init; } = new Dictionary<string, string>();

    public bool IsInbound => Direction is "inbound";
}

/// <summary>A number of the fake's account.</summary>
internal sealed class FakeTwilioNumber
{
    public required string Sid { get; init; }

    public required string Number { get; init; }

    public bool TakesTexts { get; init; } = true;

    /// <summary>The messaging service that it is in, and whether that leaves the address to the number; null where it is in none.</summary>
    public (string Sid, bool Defers)? Service { get; set; }

    /// <summary>Its settings, by the names that they have in requests.</summary>
    public Dictionary<string, string> Settings { get; } = new() { ["SmsUrl"] = "", ["SmsFallbackUrl"] = "", ["SmsMethod"] = "POST" };
}
