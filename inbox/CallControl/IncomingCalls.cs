using Microsoft.Extensions.Logging;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;

namespace ZuperConnect.CallControl;

/// <summary>Handles customers' calls when they start to ring.</summary>
public sealed partial class IncomingCalls(
    CallStore callStore, ICallGateway gateway, NumberStore numbers, CallPlans plans,
    ErasedNumbers erased, TimeProvider time, ILogger<IncomingCalls> log)
{
    /// <summary>
    /// How long a call rings at the provider. After this time it cannot be answered (from the provider's page on incoming calls).
    /// </summary>
    public static TimeSpan RingPeriod { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Answers a call, stores it, and wakes its owner. A number of the business that is not known yet is added. Calls from a number of the
    /// business are the inbox's own calls and are ignored.
    /// </summary>
    public async Task HandleAsync(RingingCall ringing, ICallOwner owner, CancellationToken cancellation)
    {
        var ours = await numbers.AllAsync(cancellation);
        if (ours.ContainsKey(ringing.From.Key))
        {
            LogIgnored(ringing.CallId);
            return;
        }

        var id = new ConversationId(ringing.To, ringing.From);
        var rings = time.GetUtcNow() - ringing.At < RingPeriod;
        var line = rings ? await gateway.AnswerAsync(ringing, cancellation) : null;
        if (line is null && ringing.At <= await erased.FindAsync(id, cancellation))
        {
            LogErased(ringing.CallId);
            return;
        }

        await numbers.EnsureAsync(ringing.To, cancellation);
        var number = ours.GetValueOrDefault(ringing.To.Key) ?? new(ringing.To, null);
        var plan = await plans.OfInboundAsync(number, ringing.At, cancellation);
        var call = new Call(ringing.CallId, id, Direction.Inbound, ringing.At, plan);
        await callStore.StartAsync(
            (new CallSession(call) { ProviderCallId = line }).Apply(new CallStarted($"{call.Id}.began", ringing.At)), cancellation);
        if (line is null && await callStore.FindAsync(call.Id, cancellation) is { ProviderCallId: null })
        {
            // A call whose id is known was answered by an earlier delivery of this event, which did not complete.
            await callStore.AddEventAsync(call.Id, new IncomingCallExpired("tooLate", time.GetUtcNow()), null, cancellation);
        }

        LogHandled(id.Masked(), call.Id, line is not null);
        await owner.WakeAsync(call.Id, reconcile: false, cancellation);
    }

    [LoggerMessage(7101, LogLevel.Information, "Handled call {Call} of conversation {Conversation}; answered: {Answered}")]
    private partial void LogHandled(string conversation, string call, bool answered);

    [LoggerMessage(7102, LogLevel.Information, "Ignored call {Call}: it is not a customer's")]
    private partial void LogIgnored(string call);

    [LoggerMessage(7103, LogLevel.Information, "Ignored call {Call}: it was erased with its customer")]
    private partial void LogErased(string call);
}
