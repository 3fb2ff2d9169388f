using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ZuperConnect.AzureStorage;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.Customers;

namespace ZuperConnect.Benchmarks.Customers;

/// <summary>
/// Measures the import of customers over HTTP, compared with plain inserts of the same rows in the largest possible transactions.
/// </summary>
internal static class CustomerImports
{
    private const int OperationsInTransaction = 100;
    private const int RowsOfCustomer = 3;
    private const double SpeedGoal = 0.5;
    private const double MemoryGoal = 16;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static async Task MeasureAsync(OneAzurite azurite, Scale scale)
    {
        Report.Title(
            $"Import of {scale.Customers:N0} customers beside bare inserts of the same rows ({scale.Imports} rounds of each, in turns)");
        await ImportAsync(azurite.NewAccount(), scale.Customers / 10, TimeAsync);
        await InsertAsync(azurite.NewAccount(), scale.Customers / 10);

        var (imports, inserts) = (new List<double>(), new List<double>());
        for (var round = 0; round < scale.Imports; round++)
        {
            imports.Add(scale.Customers / (await ImportAsync(azurite.NewAccount(), scale.Customers, TimeAsync)).TotalSeconds);
            inserts.Add(scale.Customers / (await InsertAsync(azurite.NewAccount(), scale.Customers)).TotalSeconds);
        }

        var (imported, inserted) = (Spread.Of(imports), Spread.Of(inserts));
        Report.Line($"imported: {imported.ToString("0")} customers a second");
        Report.Line($"bare:     {inserted.ToString("0")} customers a second");
        Report.Goal($"at least {SpeedGoal:P0} of the bare speed ({imported.Median / inserted.Median:P0})",
            imported.Median >= SpeedGoal * inserted.Median);

        var few = await ImportAsync(azurite.NewAccount(), scale.Customers / 10, ManagedMemoryUsage.DuringAsync);
        var many = await ImportAsync(azurite.NewAccount(), scale.Customers, ManagedMemoryUsage.DuringAsync);
        Report.Line($"memory of {scale.Customers / 10:N0}: {few}");
        Report.Line($"memory of {scale.Customers:N0}: {many}");
        Report.Goal($"less than {MemoryGoal} MB, however many", many.Megabytes < MemoryGoal);
    }

    private static async Task<T> ImportAsync<T>(string account, int count, Func<Func<Task>, Task<T>> measure)
    {
        await using var inbox = await MeasuredInbox.StartAsync(account);
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(
            "name,number,email,notes\n" + string.Concat(
                Details(count).Select(one => $"{one.Name},{one.Numbers[0]},{one.Email},{one.Notes}\n"))));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await measure(async () =>
        {
            using var response = await inbox.Http.PostAsync(new Uri("api/customers/import", UriKind.Relative), file);
            var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            while ((string?)report["location"] is { } location)
            {
                await Task.Delay(Poll);
                report = JsonNode.Parse(await inbox.Http.GetStringAsync(new Uri(location, UriKind.Relative)))!;
            }

            if ((int?)report["imported"] != count)
            {
                throw new InvalidOperationException($"Not all were imported: {report}");
            }
        });
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        GC.Collect();
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<TimeSpan> InsertAsync(string account, int count)
    {
        var table = new AzureStorageAccount(new(account), new(account)).GetTable("Customers");
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        var now = DateTimeOffset.UtcNow;
        var transactions = Details(count)
            .Select(details => new Customer(Guid.NewGuid().ToString(), details.Name, details.Numbers, details.Email, details.Notes, now))
            .Chunk(OperationsInTransaction / RowsOfCustomer)
            .Select(some => some.SelectMany(customer => CustomerRows.NewCustomer(customer, now)).ToList())
            .ToList();
        return await TimeAsync(async () =>
        {
            foreach (var transaction in transactions)
            {
                await table.SubmitAsync(transaction, CancellationToken.None);
            }
        });
    }

    private static IEnumerable<CustomerDetails> Details(int count)
    {
        for (var customer = 0; customer < count; customer++)
        {
            var digits = customer.ToString("0000000", CultureInfo.InvariantCulture);
            if (!CustomerDetails.TryRead($"Customer {digits}", [$"+1206{digits}"], $"c{digits}@example.com",
                "Boiler in the cellar", null, out var details, out var fault))
            {
                throw new InvalidOperationException(fault);
            }

            yield return details;
        }
    }
}
