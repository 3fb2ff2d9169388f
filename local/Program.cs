using ZuperConnect.Local;
using ZuperConnect.Local.Azurite;

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
