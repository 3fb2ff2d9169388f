// Copies all tables of a storage account into a folder, a file for each table and a line of JSON for each row, and back (docs/restore.md).
#:package Azure.Data.Tables
#:package Azure.Identity
#:property PublishAot=false
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Identity;

if (args is not ["export" or "import", var account, var folder])
{
    Console.Error.WriteLine(
        "Usage: dotnet run docs/tables.cs -- export|import https://account.table.core.windows.net FOLDER (or a connection string)");
    return 1;
}

var tables = account.StartsWith("https://", StringComparison.Ordinal)
    ? new TableServiceClient(new Uri(account), new DefaultAzureCredential()) : new TableServiceClient(account);
if (args[0] is "export")
{
    Directory.CreateDirectory(folder);
    await foreach (var table in tables.QueryAsync())
    {
        var rows = 0;
        await using var file = new StreamWriter(Path.Combine(folder, $"{table.Name}.jsonl"));
        await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
        {
            var line = new JsonObject();
            foreach (var (name, value) in row.Where(column => column.Key is not ("odata.etag" or "Timestamp") && column.Value is not null))
            {
                line[name] = Write(value);
            }

            await file.WriteLineAsync(line.ToJsonString());
            rows++;
        }

        Console.WriteLine($"{table.Name}: {rows} rows");
    }

    return 0;
}

foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
{
    var table = tables.GetTableClient(Path.GetFileNameWithoutExtension(path));
    await table.CreateIfNotExistsAsync();
    var (rows, left) = (0, 0);
    var batch = new List<TableTransactionAction>();
    await foreach (var line in File.ReadLinesAsync(path))
    {
        var row = new TableEntity();
        foreach (var (name, value) in JsonNode.Parse(line)!.AsObject())
        {
            row[name] = Read(value!);
        }

        // Pending work: a text that was pending when the copy was made may have been sent since, and would be sent a second time.
        if (row.RowKey.StartsWith("w|", StringComparison.Ordinal))
        {
            left++;
            continue;
        }

        if (batch.Count is 50 || (batch.Count > 0 && batch[0].Entity.PartitionKey != row.PartitionKey))
        {
            await table.SubmitTransactionAsync(batch);
            batch.Clear();
        }

        batch.Add(new(TableTransactionActionType.UpsertReplace, row));
        rows++;
    }

    if (batch.Count > 0)
    {
        await table.SubmitTransactionAsync(batch);
    }

    Console.WriteLine($"{table.Name}: {rows} rows, {left} of work left out");
}

return 0;

// A string as it is; any other value with its type.
static JsonNode Write(object value) => value switch
{
    string text => JsonValue.Create(text),
    bool yes => JsonValue.Create(yes),
    int number => new JsonObject { ["int"] = number },
    double number => new JsonObject { ["double"] = number },
    long number => new JsonObject { ["long"] = number },
    DateTimeOffset time => new JsonObject { ["time"] = time.ToString("O", CultureInfo.InvariantCulture) },
    Guid id => new JsonObject { ["guid"] = id.ToString() },
    byte[] bytes => new JsonObject { ["bytes"] = Convert.ToBase64String(bytes) },
    _ => throw new NotSupportedException(value.GetType().Name),
};

static object Read(JsonNode value) => value is JsonObject typed && typed.Single() is var (kind, content)
    ? kind switch
    {
        "int" => content!.GetValue<int>(),
        "double" => content!.GetValue<double>(),
        "long" => content!.GetValue<long>(),
        "time" => DateTimeOffset.Parse(content!.GetValue<string>(), CultureInfo.InvariantCulture),
        "guid" => Guid.Parse(content!.GetValue<string>()),
        "bytes" => Convert.FromBase64String(content!.GetValue<string>()),
        _ => throw new NotSupportedException(kind),
    }
    : value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.GetValue<bool>();
