using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Requests;

/// <summary>Counts the storage requests for each inbound message and each reply.</summary>
internal static class MessageRequests
{
    private const int Goal = 2;

    public static async Task MeasureAsync(OneAzurite azurite, Scale scale)
    {
        var account = azurite.NewAccount();
        await using (var inbox = await MeasuredInbox.StartAsync(account))
        {
            Report.Title($"Storage requests per inbound message ({scale.Samples} messages, one at a time)");
            await InboundAsync(inbox, "to a new conversation", scale);
            await InboundAsync(inbox, "to an existing one that the host remembers", scale, Goal);
        }

        await using (var inbox = await MeasuredInbox.StartAsync(account))
        {
            await InboundAsync(inbox, "to an existing one, first after a restart", scale, Goal);
            Report.Title($"Storage requests per reply ({scale.Samples} replies, one at a time)");
            await RepliesAsync(inbox, scale);
        }
    }

    private static async Task InboundAsync(MeasuredInbox inbox, string what, Scale scale, int? goal = null)
    {
        var costs = new StorageCosts();
        foreach (var text in CustomerText.Make(scale.Samples, scale.Samples))
        {
            inbox.Log.Take();
            await inbox.Http.TakeAsync(text);
            costs.Add(inbox.Log.Take().Where(request => request.Path is InboxClient.EventGrid));
        }

        Report.Line($"{what}: {costs}");
        if (goal is { } most)
        {
            Report.Goal($"at most {most}", costs.Most <= most);
        }
    }

    private static async Task RepliesAsync(MeasuredInbox inbox, Scale scale)
    {
        var (accepted, sent, reported) = (new StorageCosts(), new StorageCosts(), new StorageCosts());
        foreach (var text in CustomerText.Make(scale.Samples, scale.Samples))
        {
            inbox.Log.Take();
            var reply = new Reply(inbox, text.Conversation);
            await reply.SendAsync();
            var requests = await reply.UntilDeliveredAsync();
            accepted.Add(requests.Where(request => request.Path == reply.Path));
            sent.Add(requests.Where(request => request.Path is null));
            reported.Add(requests.Where(request => request.Path is InboxClient.EventGrid));
        }

        Report.Line($"until it is answered: {accepted}");
        Report.Line($"to send it, in the background (one write is the simulated phone's): {sent}");
        Report.Line($"to take its delivery report: {reported}");
    }
}
