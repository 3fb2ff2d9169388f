using ZuperConnect.Team;

namespace ZuperConnect.Webhooks;

/// <summary>Validates the tokens of the telephony provider's webhook requests.</summary>
public sealed record ProviderTokens(BearerTokenValidator Tokens);
