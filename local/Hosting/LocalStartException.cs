namespace ZuperConnect.Local.Hosting;

/// <summary>The local host cannot start or cannot complete a command. The message contains the reason and the remedy.</summary>
public sealed class LocalStartException(string message, Exception? cause = null) : Exception(message, cause);
