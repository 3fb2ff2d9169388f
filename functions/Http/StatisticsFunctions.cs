using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="StatisticsApi"/>.</summary>
public sealed class StatisticsFunctions(StatisticsApi api)
{
    [Function("ReadStatistics")]
    public Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Statistics)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ReadAsync(request, cancellation);

    [Function("ExportStatistics")]
    public Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.StatisticsExport)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ExportAsync(request, cancellation);
}
