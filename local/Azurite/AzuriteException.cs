namespace ZuperConnect.Local.Azurite;

/// <summary>Azurite could not be started, or could not be stopped where that was necessary. The message says why and what to do.</summary>
public sealed class AzuriteException(string message, Exception? innerException = null) : Exception(message, innerException);
