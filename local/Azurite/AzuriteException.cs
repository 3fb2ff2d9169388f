namespace ZuperConnect.Local.Azurite;

/// <summary>
/// Azurite could not be started, or not be stopped when that was necessary. The message contains the reason and the remedy.
/// </summary>
public sealed class AzuriteException(string message, Exception? innerException = null) : Exception(message, innerException);
