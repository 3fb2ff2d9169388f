using System.ComponentModel;
using System.Diagnostics;
using System.Net.NetworkInformation;

namespace ZuperConnect.Local.Azurite;

/// <summary>
/// The Azurite process of a data folder. It runs in its own session, so that neither Ctrl-C nor the end of the host stops it. If the host
/// was killed, the next host takes it over with everything that was stored.
/// </summary>
public sealed partial class AzuriteProcess : IAsyncDisposable
{
    private const string AddressInUse = "EADDRINUSE";
    private static readonly int[] DefaultPorts = [10000, 10001, 10002];
    private static readonly int[] AnyPorts = [0, 0, 0];
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly AzuriteProcessFile _processFile;
    private readonly AzuriteAccount _account;
    private readonly AzuriteEndpoints _endpoints;
    private readonly ILogger _logger;

    private AzuriteProcess(AzuriteProcessFile processFile, AzuriteAccount account, AzuriteEndpoints endpoints, ILogger logger)
    {
        _processFile = processFile;
        _account = account;
        _endpoints = endpoints;
        _logger = logger;
    }

    /// <summary>The process id.</summary>
    public int ProcessId => _processFile.ProcessId;

    /// <summary>The connection string for the folder's own account.</summary>
    public string ConnectionString => ConnectionStringFor(_account.Name);

    /// <summary>
    /// Starts Azurite in a folder, or takes over the one that a killed host left there, and returns when it responds. It listens on
    /// 127.0.0.1 only, at the default ports if they are free, otherwise at any free ones.
    /// </summary>
    /// <param name="folder">The folder, which must stay open while Azurite is used.</param>
    /// <param name="accounts">Additional accounts with separate storage. Names have 3 to 24 lower-case letters and digits.</param>
    /// <param name="logger">The log.</param>
    /// <param name="cancellationToken">Cancels waiting. A started process stays and is taken over by the next call.</param>
    /// <exception cref="AzuriteException">It does not start. The message contains the end of its log.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        string folder, IEnumerable<string> accounts, ILogger logger, CancellationToken cancellationToken)
    {
        var account = AzuriteAccount.In(folder);
        string[] wanted = [account.Name, .. accounts];
        if (AzuriteProcessFile.Read(folder) is { IsRunning: true } leftBehind)
        {
            if (!wanted.Except(leftBehind.Accounts).Any() && leftBehind.KeyHash == account.KeyHash
                && await WhenListeningAsync(leftBehind, folder, cancellationToken).ConfigureAwait(false) is { } found
                && await found.AnswerAsync(cancellationToken).ConfigureAwait(false))
            {
                LogTakenOver(logger, leftBehind.ProcessId, folder);
                return new AzuriteProcess(leftBehind, account, found, logger);
            }

            // It is stopping or stuck, lacks an account, or has another key. Two in one folder would overwrite each other's data.
            await leftBehind.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        var azurite = (AreDefaultPortsFree()
            ? await LaunchAsync(folder, DefaultPorts, account, wanted, logger, cancellationToken).ConfigureAwait(false) : null)
            ?? await LaunchAsync(folder, AnyPorts, account, wanted, logger, cancellationToken).ConfigureAwait(false)
            ?? throw Failed(folder);
        LogStarted(logger, azurite.ProcessId, folder, azurite._endpoints.Blob, azurite._endpoints.Table);
        return azurite;
    }

    /// <summary>Starts Azurite at these ports for blobs, queues and tables, in a folder in which none runs.</summary>
    internal static async Task<AzuriteProcess> StartAtAsync(string folder, int[] ports, ILogger logger, CancellationToken cancellationToken)
    {
        var account = AzuriteAccount.In(folder);
        return await LaunchAsync(folder, ports, account, [account.Name], logger, cancellationToken).ConfigureAwait(false)
            ?? throw Failed(folder);
    }

    /// <summary>The connection string for one of the accounts.</summary>
    public string ConnectionStringFor(string account) => _processFile.Accounts.Contains(account)
        ? _endpoints.ConnectionStringFor(account, _account.Key)
        : throw new ArgumentException($"This Azurite has no account '{account}'.", nameof(account));

    /// <summary>
    /// Asks Azurite to save and exit, and waits for that. Call it when storage is no longer used. After 30 seconds an error is logged; the
    /// process is never killed.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            var asked = Stopwatch.GetTimestamp();
            await _processFile.StopAsync(cancellationToken).ConfigureAwait(false);
            LogStopped(_logger, ProcessId, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }
        catch (AzuriteException stillThere)
        {
            LogStillThere(_logger, stillThere);
        }
    }

    /// <summary>Calls <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    // Null if another process has taken one of the ports.
    private static async Task<AzuriteProcess?> LaunchAsync(
        string folder, int[] ports, AzuriteAccount account, string[] accounts, ILogger logger, CancellationToken cancellationToken)
    {
        await AzuritePackages.InstallAsync(logger, cancellationToken).ConfigureAwait(false);
        var launch = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = AzuriteEndpoints.AccountsVariable(accounts, account.Key) },
            ArgumentList = { Path.Combine(AzuritePackages.Folder, "launch.mjs"), folder },
        };
        foreach (var port in ports)
        {
            launch.ArgumentList.Add($"{port}");
        }

        try
        {
            using var launcher = Process.Start(launch)!;
            var complaint = await launcher.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await launcher.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (launcher.ExitCode != 0)
            {
                throw new AzuriteException(
                    $"Azurite could not be launched from {AzuritePackages.Folder}. Delete its node_modules, and start again.\n{complaint}");
            }
        }
        catch (Win32Exception noNode)
        {
            throw new AzuriteException("Azurite needs Node.js: install it, so that 'node' is on the path.", noNode);
        }

        var processFile = AzuriteProcessFile.Read(folder)!;
        return await WhenListeningAsync(processFile, folder, cancellationToken).ConfigureAwait(false) is { } endpoints
            && await endpoints.AnswerAsync(cancellationToken).ConfigureAwait(false)
            ? new AzuriteProcess(processFile, account, endpoints, logger)
            : ReadLog(folder).Contains(AddressInUse) ? null : throw Failed(folder);
    }

    // Null if the process ends or does not start listening.
    private static async Task<AzuriteEndpoints?> WhenListeningAsync(
        AzuriteProcessFile processFile, string folder, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (processFile.IsRunning && Stopwatch.GetElapsedTime(began) < StartTimeout)
        {
            if (AzuriteEndpoints.In(ReadLog(folder)) is { } endpoints)
            {
                return endpoints;
            }

            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static bool AreDefaultPortsFree() =>
        !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => DefaultPorts.Contains(listener.Port));

    private static AzuriteException Failed(string folder) => new(
        $"Azurite does not run in {folder}. The end of its log:\n{string.Join('\n', ReadLog(folder).TrimEnd().Split('\n').TakeLast(20))}");

    private static string ReadLog(string folder)
    {
        using var log = new StreamReader(
            new FileStream(Path.Combine(folder, "azurite.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd();
    }

    [LoggerMessage(LogLevel.Information, "Azurite (process {ProcessId}) keeps {Folder}: blobs at {Blobs}, tables at {Tables}")]
    private static partial void LogStarted(ILogger logger, int processId, string folder, Uri blobs, Uri tables);

    [LoggerMessage(LogLevel.Information, "Took over Azurite (process {ProcessId}), left behind in {Folder}")]
    private static partial void LogTakenOver(ILogger logger, int processId, string folder);

    [LoggerMessage(LogLevel.Information, "Azurite (process {ProcessId}) stopped after {Milliseconds:0} ms")]
    private static partial void LogStopped(ILogger logger, int processId, double milliseconds);

    [LoggerMessage(LogLevel.Error, "Azurite did not stop")]
    private static partial void LogStillThere(ILogger logger, Exception exception);
}
