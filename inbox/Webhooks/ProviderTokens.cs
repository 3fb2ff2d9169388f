using ZuperConnect.Team;

namespace ZuperConnect.Webhooks;

/// <summary>Checks the tokens that the telephony provider signs its callbacks with; a host says which those are.</summary>
public sealed record ProviderTokens(BearerTokenValidator Tokens);
