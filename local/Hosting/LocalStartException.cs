namespace ZuperConnect.Local.Hosting;

/// <summary>The local host cannot start, or not do what it was asked for; the message tells a person why and what to do.</summary>
public sealed class LocalStartException(string message, Exception? cause = null) : Exception(message, cause);
