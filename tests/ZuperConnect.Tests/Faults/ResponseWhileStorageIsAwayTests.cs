using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Conversations;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;
using ZuperConnect.Messages;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

public sealed class ResponseWhileStorageIsAwayTests(TestStorage storage) : IAsyncLifetime, ISmsSender
{
    private readonly string _path = TestAzurite.NewFolderPath();
    private readonly int[] _ports = FreePorts.Take(3);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DataFolder _folder = null!;
    private AzuriteProcess _azurite = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _folder = await DataFolder.OpenAsync(_path, fresh: true, Cancellation);
        _azurite = await AzuriteProcess.StartAtAsync(_folder.Path, _ports, NullLogger.Instance, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task Provider_s_answer_that_comes_while_storage_is_away_is_stored_when_it_is_back()
    {
        await using var inbox = await RunningInbox.StartOnAzureAsync(
            storage, _azurite.ConnectionString, builder => builder.Services.AddSingleton<ISmsSender>(this));
        await inbox.CustomerWritesAsync("Is my boiler ready?");
        var messageId = Guid.NewGuid().ToString();
        await RunningInbox.JsonAsync(await inbox.ReplyAsync("Tomorrow at ten.", messageId));

        await _answered.Task.WaitAsync(Cancellation);
        _azurite = await AzuriteProcess.StartAtAsync(_folder.Path, _ports, NullLogger.Instance, Cancellation);

        var failed = await inbox.DeliveryAsync(messageId, Delivery.Failed);
        Assert.Equal("The provider does not take this number (400).", (string)failed["failureReason"]!);
    }

    /// <summary>The provider refuses the text at the moment at which storage becomes unavailable.</summary>
    async Task<SendResult> ISmsSender.SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        await _azurite.StopAsync(CancellationToken.None);
        _answered.SetResult();
        return new SendResult.Refused("The provider does not take this number (400).");
    }
}
