using System.Runtime.InteropServices;
using ZuperConnect.Local;
using ZuperConnect.Local.Azurite;

if (!OperatingSystem.IsWindows())
{
    // Nobody but its owner reads what this process makes.
    _ = SetMask(0b000_111_111);
}

return await LocalOptions.RunAsync(args, async (options, cancellation) =>
{
    try
    {
        await using var inbox = await LocalInbox.StartAsync(options, cancellation);
        Console.WriteLine(inbox.Welcome());
        await inbox.WaitForShutdownAsync();
        return 0;
    }
    catch (Exception refused) when (refused is LocalStartException or DataFolderException or AzuriteException)
    {
        await Console.Error.WriteLineAsync(refused.Message);
        return 1;
    }
});

[DllImport("libc", EntryPoint = "umask")]
static extern uint SetMask(uint mask);
