using System.Runtime.InteropServices;
using ZuperConnect.Local;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Moving;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Page;

if (!OperatingSystem.IsWindows())
{
    // Files created by this process are readable by its owner only.
    _ = SetMask(0b000_111_111);
}

return await LocalCommandLine.RunAsync(args, async (options, cancellation) =>
{
    try
    {
        options.RefuseContradictions();
        switch (options)
        {
            case { Backup: { } file }:
                await Backups.CreateAsync(options, file, Console.Out, cancellation);
                return 0;
            case { Restore: { } file }:
                await Backups.RestoreAsync(options, file, Console.Out, cancellation);
                return 0;
            case { CopyTo: { } storage }:
                var target = StorageName.ReadOther("--copy-to", storage);
                await CopyCommand.RunAsync(options, CopyDirection.To, target, Console.Out, cancellation);
                return 0;
            case { CopyFrom: { } storage }:
                var source = StorageName.ReadOther("--copy-from", storage);
                await CopyCommand.RunAsync(options, CopyDirection.From, source, Console.Out, cancellation);
                return 0;
        }

        var page = options.NoPage ? null : PageBuild.Published ?? await PageBuild.EnsureAsync(Console.Out, cancellation);
        await using var inbox = await LocalInbox.StartAsync(options with { Page = page }, cancellation);
        Console.WriteLine(inbox.Welcome());
        await inbox.WaitForShutdownAsync();
        return 0;
    }
    catch (Exception refused) when (refused is LocalStartException or DataFolderException or AzuriteException)
    {
        await Console.Error.WriteLineAsync(refused.Message);
        return 1;
    }
    catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("Stopped.");
        return 1;
    }
});

[DllImport("libc", EntryPoint = "umask")]
static extern uint SetMask(uint mask);
