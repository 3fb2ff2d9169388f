namespace ZuperConnect.Local.Hosting;

/// <summary>What the host says on the console.</summary>
internal static class ConsoleLog
{
    /// <summary>Writes what a person at the console should know, in a line each.</summary>
    public static void Add(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting", LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical) // A failed start is said in words of our own.
        .AddFilter("Azure", LogLevel.Error)
        .AddFilter("System.Net.Http", LogLevel.Warning);
}
