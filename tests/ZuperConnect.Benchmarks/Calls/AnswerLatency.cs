using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.CallControl;
using ZuperConnect.Tests;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Benchmarks.Calls;

/// <summary>Measures the time from the event of a customer's call to the request that answers it, compared with an empty request.</summary>
internal static class AnswerLatency
{
    private const int Goal = 3;
    private static readonly Uri Bare = new("api/me", UriKind.Relative);

    public static async Task MeasureAsync(OneAzurite azurite, Scale scale)
    {
        TimestampingGateway? gateway = null;
        await using var inbox = await MeasuredInbox.StartAsync(
            azurite.NewAccount(), (services, log) => services.AddSingleton<ICallGateway>(_ => gateway = new(log)));
        var (answers, bare, ratios, requests) = (new List<double>(), new List<double>(), new List<double>(), new List<int>());
        for (var sample = 0; sample < 4 * scale.Samples; sample++)
        {
            var nothing = await BareAsync(inbox);
            var (answer, asked) = await AnswerAsync(inbox, () => gateway!.NextAsync());

            // The first samples are for the JIT compiler.
            if (sample >= scale.Samples)
            {
                answers.Add(answer.TotalMilliseconds);
                bare.Add(nothing.TotalMilliseconds);
                ratios.Add(answer / nothing);
                requests.Add(asked);
            }
        }

        Report.Title($"Answering a call ({answers.Count} calls, one at a time; the noise is the spread of each side)");
        Report.Line(
            $"event to answer: {Spread.Of(answers).ToString("0.00")} ms; a signed-in request that does nothing, whole: "
            + $"{Spread.Of(bare).ToString("0.00")} ms; ratio of neighbours: {Spread.Of(ratios).ToString("0.00")}");
        Report.Line($"storage requests before the answer: {requests.Max()} at most, {requests.Average():0.00} on average");
        Report.Goal($"at most {Goal} storage requests", requests.Max() <= Goal);
    }

    private static async Task<TimeSpan> BareAsync(MeasuredInbox inbox)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await inbox.Http.GetAsync(Bare);
        response.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<(TimeSpan Took, int Requests)> AnswerAsync(MeasuredInbox inbox, Func<Task<Answered>> next)
    {
        var ringing = EventGridSamples.Array(EventGridSamples.IncomingCallEvent(Guid.NewGuid().ToString(), "+12065550199", "+14255550100"));
        var answered = next();
        var began = Stopwatch.GetTimestamp();
        await inbox.Http.RaiseAsync(EventGridReceiver.IncomingCall, ringing);
        var (at, requests) = await answered;
        return (Stopwatch.GetElapsedTime(began, at), requests);
    }
}
