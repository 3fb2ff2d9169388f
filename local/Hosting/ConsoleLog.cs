namespace ZuperConnect.Local.Hosting;

/// <summary>The console output of the host.</summary>
internal static class ConsoleLog
{
    /// <summary>Logs what a person at the console should know, one line each.</summary>
    public static void Add(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting", LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical) // The host reports a failed start itself.
        .AddFilter("Azure", LogLevel.Error)
        .AddFilter("System.Net.Http", LogLevel.Warning);
}
