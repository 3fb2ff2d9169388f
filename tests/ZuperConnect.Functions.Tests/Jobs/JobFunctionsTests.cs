using System.Text;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Functions.Http;
using ZuperConnect.Functions.Maintenance;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Functions.Tests.Http;
using ZuperConnect.Jobs;
using ZuperConnect.Maintenance;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Jobs;

public class JobFunctionsTests(TestStorage storage)
{
    private const string JobId = "5b0e3a43-9d3f-4a51-9f0e-0d6f6d1f0009";
    private static readonly WorkId Webhook = new(TestApp.Id, $"webhook.{JobId}");
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_job_is_in_the_timeline_and_its_work_is_started()
    {
        await using var app = await WithCustomerAsync();

        Assert.Equal(201, await MakeJobAsync(app));

        Assert.Equal(JobId, Assert.Single((await app.TimelineAsync()).OfType<JobItem>()).JobId);
        Assert.Equal(Webhook.ToString(), Assert.Single(app.Durable.Started).Id);
        var run = await new OrchestrationRun(app, Webhook.ToString()).ToItsEndAsync();
        Assert.DoesNotContain(run.History, json => json.Contains("boiler", StringComparison.Ordinal));
        Assert.Empty(await WorkAsync(app));
    }

    [Fact]
    public async Task A_job_whose_conversation_was_not_reached_is_in_the_timeline_after_the_sweep()
    {
        await using var app = await WithCustomerAsync();
        app.Entities.HoldsSignals = true;
        Assert.Equal(201, await MakeJobAsync(app));
        app.Entities.Forget();
        app.Entities.HoldsSignals = false;
        Assert.Empty((await app.TimelineAsync()).OfType<JobItem>());

        app.Time.Advance(WorkReconciler.AbandonedAfter + TimeSpan.FromSeconds(1));
        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);
        await new OrchestrationRun(app, Webhook.ToString()).ToItsEndAsync();

        Assert.Equal(JobId, Assert.Single((await app.TimelineAsync()).OfType<JobItem>()).JobId);
        Assert.NotNull(await app.Get<JobStore>().FindAsync(JobId, Never));
        Assert.Empty(await WorkAsync(app));
    }

    private async Task<TestApp> WithCustomerAsync()
    {
        var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("My boiler is cold"));
        Assert.True(CustomerDetails.TryRead("Carla", [TestApp.Id.Customer.Value], null, null, null, out var details, out _));
        await app.Get<CustomerStore>().AddAsync(Guid.NewGuid().ToString(), details, Never);
        return app;
    }

    private static async Task<int> MakeJobAsync(TestApp app)
    {
        var request = new DefaultHttpContext { RequestServices = app.Services }.Request;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"title":"Mend the boiler","jobId":"{{JobId}}"}"""));
        request.Headers.Authorization = $"Bearer {app.Token()}";
        var result = await app.New<JobFunctions>().CreateAsync(request, TestApp.Id.ToString(), app.Durable, Never);
        await result.ExecuteAsync(request.HttpContext);
        return request.HttpContext.Response.StatusCode;
    }

    private static async Task<IReadOnlyList<string>> WorkAsync(TestApp app) =>
        await app.Get<StorageTables>().Inbox.QueryAsync(RowQuery.All, Never)
        .Where(row => row.RowKey.StartsWith(WorkItem.KeyPrefix, StringComparison.Ordinal)
            && !row.RowKey.EndsWith(".index", StringComparison.Ordinal)
            && row.GetString("Kind") is not ("IndexText" or "RebuildSearch")).Select(row => row.RowKey).ToListAsync(Never);
}
