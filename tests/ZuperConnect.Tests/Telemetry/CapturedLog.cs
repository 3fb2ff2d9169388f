using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace ZuperConnect.Tests.Telemetry;

/// <summary>Captures the log: each message with its properties, exception and scopes.</summary>
internal sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Captures the log of an inbox: everything of its own code, and of other code what is logged by default.</summary>
    public void Keep(WebApplicationBuilder builder) => builder.Logging.AddProvider(this).AddFilter("ZuperConnect", LogLevel.Trace);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var properties = new List<string>(Properties(state));
            log._scopes.ForEachScope((scope, all) => all.AddRange(Properties(scope)), properties);
            log.Lines.Enqueue($"{category} {eventId.Id} {formatter(state, exception)} [{string.Join(", ", properties)}] {exception}");
        }

        private static IEnumerable<string> Properties(object? state) =>
            state is IEnumerable<KeyValuePair<string, object?>> named ? named.Select(one => $"{one.Key}={one.Value}") : [$"{state}"];
    }
}
