using System.CommandLine;
using Azure.Data.Tables;
using ZuperConnect.Jobs;

namespace ZuperConnect.Local;

/// <summary>How the local host is started.</summary>
/// <param name="Urls">Where it listens, with semicolons between; port 0 is any free one.</param>
/// <param name="Data">The folder that holds everything it keeps.</param>
/// <param name="Fresh">Whether to empty that folder first.</param>
/// <param name="Expose">Whether it may listen beyond this machine; without sign-in and phone network of its own.</param>
/// <param name="Storage">A connection string of storage that already runs, in place of an Azurite of its own.</param>
/// <param name="WebhookUrl">Where new jobs are told to another system; null: nowhere.</param>
/// <param name="WebhookSecret">The secret that signs what is told.</param>
public sealed record LocalOptions(
    string Urls, string Data, bool Fresh = false, bool Expose = false, string? Storage = null, string? WebhookUrl = null, string? WebhookSecret = null)
{
    /// <summary>Where it listens if nothing else is said.</summary>
    public const string UsualUrls = "http://localhost:5080";

    /// <summary>Reads the command line, answers <c>--help</c> and says what is wrong; otherwise runs.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<LocalOptions, CancellationToken, Task<int>> run)
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen, with semicolons between.", DefaultValueFactory = _ => UsualUrls };
        var data = new Option<string>("--data") { Description = "The folder that holds everything.", DefaultValueFactory = _ => ".data" };
        var fresh = new Option<bool>("--fresh") { Description = "Start empty." };
        var expose = new Option<bool>("--expose") { Description = "Allow listening beyond this machine; removes the simulated sign-in and phones." };
        var storage = new Option<string?>("--storage") { Description = "A connection string of storage that runs already, in place of an Azurite of its own." };
        var webhookUrl = new Option<string?>("--webhook-url") { Description = "Where new jobs are told to another system." };
        var webhookSecret = new Option<string?>("--webhook-secret") { Description = "The secret that signs what is told: whsec_ and base64." };
        var command = new RootCommand("ZuperConnect, the shared phone inbox, whole on one machine.") { urls, data, fresh, expose, storage, webhookUrl, webhookSecret };
        command.SetAction((line, cancellation) => run(
            new(
                line.GetValue(urls)!, line.GetValue(data)!, line.GetValue(fresh), line.GetValue(expose), line.GetValue(storage),
                line.GetValue(webhookUrl), line.GetValue(webhookSecret)),
            cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <summary>The addresses of <see cref="Urls"/>, refused with a message where they cannot be.</summary>
    /// <exception cref="LocalStartException">One is no http address, or reaches beyond this machine without <see cref="Expose"/>.</exception>
    public IReadOnlyList<Uri> Addresses() => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } urls
        ? [.. urls.Select(Address)]
        : throw new LocalStartException($"--urls names no address to listen at. Give one such as {UsualUrls}.");

    /// <summary>Refuses a <see cref="Storage"/> that is no connection string.</summary>
    /// <exception cref="LocalStartException">It is none.</exception>
    public void CheckStorage()
    {
        try
        {
            _ = Storage is null ? null : new TableServiceClient(Storage);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new LocalStartException($"--storage is no connection string of storage: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>The settings of the webhook, refused with a message where they cannot be.</summary>
    /// <exception cref="LocalStartException">One of the two is missing or none.</exception>
    public IReadOnlyList<KeyValuePair<string, string?>> Webhook()
    {
        KeyValuePair<string, string?>[] settings = [new(WebhookReceiver.UrlSetting, WebhookUrl), new(WebhookReceiver.SecretSetting, WebhookSecret)];
        return WebhookReceiver.Faults(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).FirstOrDefault() is { } fault
            ? throw new LocalStartException($"--webhook-url and --webhook-secret go together. {fault}")
            : settings;
    }

    private Uri Address(string url)
    {
        // Kestrel takes + and * for every address; neither is part of a URI.
        var readable = url.Replace("//+", "//0.0.0.0", StringComparison.Ordinal).Replace("//*", "//0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
        {
            throw new LocalStartException($"'{url}' is no address to listen at. Give one such as {UsualUrls}.");
        }

        return address.IsLoopback || Expose
            ? address
            : throw new LocalStartException($"{url} reaches beyond this machine. Add --expose if that is meant: it removes the simulated sign-in and phones.");
    }
}

/// <summary>The local host cannot start; the message tells a person why and what to do.</summary>
public sealed class LocalStartException(string message, Exception? cause = null) : Exception(message, cause);
