using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ZuperConnect.Local.Azurite;

/// <summary>
/// The file that <c>launch.mjs</c> writes to a data folder about its Azurite process, with which a later host finds, identifies and stops
/// the process.
/// </summary>
/// <param name="ProcessId">The process id.</param>
/// <param name="StartedAt">When the process was started.</param>
/// <param name="Location">The folder with its data.</param>
/// <param name="Accounts">The names of its accounts.</param>
/// <param name="KeyHash">The hash of their key; null for the well-known key of emulators.</param>
internal sealed record AzuriteProcessFile(
    int ProcessId, DateTimeOffset StartedAt, string Location, IReadOnlyList<string> Accounts, string? KeyHash = null)
{
    /// <summary>How long Azurite may take to save and exit. It usually takes less than a second.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private const int SigTerm = 15;

    /// <summary>Reads the file of a folder; null if no Azurite was started there, or if the folder is a copy.</summary>
    public static AzuriteProcessFile? Read(string folder) =>
        ReadFile(folder) is { } processFile && processFile.Location == Path.Combine(folder, "azurite") ? processFile : null;

    /// <summary>The account with the data of a folder, also if the folder is a copy; null if no Azurite was started there.</summary>
    public static string? FirstAccountIn(string folder) => ReadFile(folder) is { Accounts: [var first, ..] } ? first : null;

    /// <summary>Whether the process is still running, and its id was not reused by another process.</summary>
    public bool IsRunning => OperatingSystem.IsLinux() ? CommandLine().Contains(Location) : IsNodeOfThatTime();

    /// <summary>Asks the process to stop and waits until it has exited and everything is on disk. It is never killed.</summary>
    /// <exception cref="AzuriteException">It is still running after 30 seconds.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!IsRunning)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(Path.Combine(Location, "..", "azurite.stop"), "", cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _ = Kill(ProcessId, SigTerm);
        }

        var asked = Stopwatch.GetTimestamp();
        while (IsRunning)
        {
            if (Stopwatch.GetElapsedTime(asked) > StopTimeout)
            {
                throw new AzuriteException(
                    $"Azurite (process {ProcessId}) in {Location} was asked to stop {StopTimeout.TotalSeconds} seconds ago and "
                    + "still runs. " +
                    "It was not killed, as that would lose data; end it yourself if it is stuck.");
            }

            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static AzuriteProcessFile? ReadFile(string folder) => Path.Combine(folder, "azurite.json") is var file && File.Exists(file)
        ? JsonSerializer.Deserialize<AzuriteProcessFile>(File.ReadAllText(file), JsonSerializerOptions.Web)
        : null;

    // Empty for a zombie process.
    private string[] CommandLine()
    {
        try
        {
            return File.ReadAllText($"/proc/{ProcessId}/cmdline").Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private bool IsNodeOfThatTime()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.ProcessName == "node" && (process.StartTime - StartedAt.LocalDateTime).Duration() < TimeSpan.FromSeconds(10);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
