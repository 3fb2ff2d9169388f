namespace ZuperConnect.Twilio.Numbers;

/// <summary>A phone number of the REST API, with the properties that are used.</summary>
internal sealed record TwilioNumber(
    string? Sid, string? PhoneNumber, string? SmsUrl, string? SmsMethod, string? SmsFallbackUrl, string? SmsFallbackMethod,
    string? SmsApplicationSid, string? VoiceUrl, string? VoiceMethod, string? VoiceFallbackUrl, string? VoiceFallbackMethod,
    string? StatusCallback, string? StatusCallbackMethod, string? VoiceApplicationSid, string? TrunkSid,
    TwilioCapabilities? Capabilities);

/// <summary>The capabilities of a number.</summary>
internal sealed record TwilioCapabilities(bool Sms);

/// <summary>A messaging service of the Messaging API, with the properties that are used.</summary>
internal sealed record TwilioMessagingService(string? Sid, string? FriendlyName, bool UseInboundWebhookOnNumber);
