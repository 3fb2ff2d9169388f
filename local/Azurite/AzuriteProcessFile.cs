using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ZuperConnect.Local.Azurite;

/// <summary>
/// What <c>launch.mjs</c> notes in a data folder about the Azurite it started there: enough for a later host to find that
/// process, to be sure that it is the one, and to stop it.
/// </summary>
/// <param name="ProcessId">The process.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Location">Where it keeps its data.</param>
/// <param name="Accounts">The accounts that it has.</param>
/// <param name="KeyHash">The hash of their key; null where it has the one that every emulator has.</param>
internal sealed record AzuriteProcessFile(
    int ProcessId, DateTimeOffset StartedAt, string Location, IReadOnlyList<string> Accounts, string? KeyHash = null)
{
    /// <summary>How long an Azurite may take to save and exit; it usually takes a fraction of a second.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private const int SigTerm = 15;

    /// <summary>The note in this folder, or null if no Azurite was ever started in it, or it was in a folder this one was copied
    /// from.</summary>
    public static AzuriteProcessFile? Read(string folder) =>
        ReadFile(folder) is { } processFile && processFile.Location == Path.Combine(folder, "azurite") ? processFile : null;

    /// <summary>The account in which the data of this folder is, also where it was copied from another; null if no Azurite was ever started
    /// in it.</summary>
    public static string? FirstAccountIn(string folder) => ReadFile(folder) is { Accounts: [var first, ..] } ? first : null;

    /// <summary>Whether that very Azurite is alive, as opposed to gone, or its process id now being another's.</summary>
    public bool IsRunning => OperatingSystem.IsLinux() ? CommandLine().Contains(Location) : IsNodeOfThatTime();

    /// <summary>Asks it to stop and waits until it is gone, which is when everything is on disk. It is never killed.</summary>
    /// <exception cref="AzuriteException">It is still there after 30 seconds.</exception>
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
                    $"Azurite (process {ProcessId}) in {Location} was asked to stop {StopTimeout.TotalSeconds} seconds ago and still runs. " +
                    "It was not killed, as that would lose data; end it yourself if it is stuck.");
            }

            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static AzuriteProcessFile? ReadFile(string folder) => Path.Combine(folder, "azurite.json") is var file && File.Exists(file)
        ? JsonSerializer.Deserialize<AzuriteProcessFile>(File.ReadAllText(file), JsonSerializerOptions.Web)
        : null;

    // Empty for a process that has ended and that nobody has buried yet.
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
