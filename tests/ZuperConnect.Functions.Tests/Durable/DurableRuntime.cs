using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Functions.BackgroundWork;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>
/// The Durable Task runtime in this process, with <see cref="WorkOrchestration"/> and its activities: histories, replay, retries and
/// timers. Timers use real time, and one in the past fires immediately. The app's clock starts in the past and is advanced to the time of
/// each next step, so that tests never wait for delays. Retries of activities take their real time. Entities do not run here, see
/// <see cref="TestEntities"/>.
/// </summary>
internal sealed class DurableRuntime : IAsyncDisposable
{
    private const int Attempts = 20;

    private readonly TestApp _app;
    private IHost? _host;

    private DurableRuntime(TestApp app) => _app = app;

    public DurableTaskClient Client => _host!.Services.GetRequiredService<DurableTaskClient>();

    /// <summary>The inputs and outputs of activities as JSON.</summary>
    public List<string> Exchanged { get; } = [];

    /// <summary>The delays until each next step.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    /// <summary>How much too early timers fire.</summary>
    public TimeSpan Early { get; set; }

    /// <summary>The number of started steps.</summary>
    public int Steps { get; private set; }

    /// <summary>Called before each step.</summary>
    public Func<Task> BeforeStep { get; set; } = () => Task.CompletedTask;

    /// <summary>Called before a command is sent to an owner.</summary>
    public Action BeforeTelling { get; set; } = () => { };

    public static async Task<DurableRuntime> StartAsync(TestApp app)
    {
        var runtime = new DurableRuntime(app);
        for (var attempt = 1; ; attempt++)
        {
            var host = runtime.Build();
            try
            {
                await host.StartAsync();
                runtime._host = host;
                return runtime;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // The host chooses a random port, which may be taken.
                await ((IAsyncDisposable)host).DisposeAsync();
            }
        }
    }

    /// <summary>Starts the orchestration of work, as an entity does.</summary>
    public Task StartAsync(string id) =>
        Client.ScheduleNewOrchestrationInstanceAsync(nameof(WorkOrchestration), id, new StartOrchestrationOptions(id));

    /// <summary>Waits up to a minute for the end.</summary>
    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddInMemoryDurableTask(tasks =>
        {
            tasks.AddOrchestratorFunc<string, object?>(nameof(WorkOrchestration), async (context, _) =>
            {
                await WorkOrchestration.RunAsync(context);
                return null;
            });
            tasks.AddActivityFunc<string, JsonEnvelope>(nameof(WorkActivities.DoWorkStep), (_, id) => StepAsync(id));
            tasks.AddActivityFunc<JsonEnvelope, object?>(nameof(WorkActivities.TellOwner), (_, envelope) => TellAsync(envelope));
            tasks.AddActivityFunc<string, object?>(nameof(WorkActivities.FinishWork), (_, id) => FinishAsync(id));
        });
        return builder.Build();
    }

    private async Task<JsonEnvelope> StepAsync(string id)
    {
        Steps++;
        Exchanged.Add(JsonDataConverter.Default.Serialize(id)!);
        await BeforeStep();
        var envelope = await _app.New<WorkActivities>().DoWorkStep(id, _app.Durable, CancellationToken.None);
        Exchanged.Add(JsonDataConverter.Default.Serialize(envelope)!);
        if (envelope.Read<WorkStep>().NextStepAt is { } at)
        {
            var pause = at - _app.Time.GetUtcNow();
            Pauses.Add(pause);
            _app.Time.Advance(pause > Early ? pause - Early : TimeSpan.Zero);
        }

        return envelope;
    }

    private async Task<object?> TellAsync(JsonEnvelope envelope)
    {
        Exchanged.Add(JsonDataConverter.Default.Serialize(envelope)!);
        BeforeTelling();
        await _app.New<WorkActivities>().TellOwner(envelope, _app.Durable, CancellationToken.None);
        return null;
    }

    private async Task<object?> FinishAsync(string id)
    {
        Exchanged.Add(JsonDataConverter.Default.Serialize(id)!);
        await _app.New<WorkActivities>().FinishWork(id, CancellationToken.None);
        return null;
    }
}
