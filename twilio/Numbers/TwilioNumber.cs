namespace ZuperConnect.Twilio.Numbers;

/// <summary>A number of the account in the REST API; only the properties that the inbox uses.</summary>
internal sealed record TwilioNumber(
    string? Sid, string? PhoneNumber, string? SmsUrl, string? SmsMethod, string? SmsFallbackUrl, string? SmsFallbackMethod,
    string? SmsApplicationSid, string? VoiceUrl, string? VoiceMethod, string? VoiceFallbackUrl, string? VoiceFallbackMethod,
    string? StatusCallback, string? StatusCallbackMethod, string? VoiceApplicationSid, string? TrunkSid,
    TwilioCapabilities? Capabilities);

/// <summary>The capabilities of a number.</summary>
internal sealed record TwilioCapabilities(bool Sms);

/// <summary>A messaging service in the Messaging API. It groups numbers.</summary>
internal sealed record TwilioMessagingService(string? Sid, string? FriendlyName, bool UseInboundWebhookOnNumber);
