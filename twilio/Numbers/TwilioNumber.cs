namespace ZuperConnect.Twilio.Numbers;

/// <summary>A number of the account as the REST API writes it, as far as it is read.</summary>
internal sealed record TwilioNumber(
    string? Sid, string? PhoneNumber, string? SmsUrl, string? SmsMethod, string? SmsFallbackUrl, string? SmsFallbackMethod,
    string? SmsApplicationSid, string? VoiceUrl, string? VoiceMethod, string? VoiceFallbackUrl, string? VoiceFallbackMethod,
    string? StatusCallback, string? StatusCallbackMethod, string? VoiceApplicationSid, string? TrunkSid,
    TwilioCapabilities? Capabilities);

/// <summary>What a number can do.</summary>
internal sealed record TwilioCapabilities(bool Sms);

/// <summary>A messaging service, which gathers numbers, as the API of messaging writes it.</summary>
internal sealed record TwilioMessagingService(string? Sid, string? FriendlyName, bool UseInboundWebhookOnNumber);
