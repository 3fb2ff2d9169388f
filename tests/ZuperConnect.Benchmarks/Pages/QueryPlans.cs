using Microsoft.Data.Sqlite;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Benchmarks.Pages;

/// <summary>Checks how SQLite finds the rows of a page.</summary>
internal static class QueryPlans
{
    /// <summary>The database files of an inbox, including the write-ahead log.</summary>
    public static FileInfo[] Databases(string folder) =>
        new DirectoryInfo(folder).GetFiles($"{StorageFolder.DatabaseName}*", SearchOption.AllDirectories);

    /// <summary>Prints the query plans of the statements that read pages and rows.</summary>
    /// <exception cref="InvalidOperationException">A statement does not use the primary key only.</exception>
    public static void Check(string folder)
    {
        var file = Databases(folder).Single(file => file.Name is StorageFolder.DatabaseName);
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file.FullName, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        Check(connection, "a page", SqliteTable.InPartition);
        Check(connection, "a row", SqliteTable.OneRow);
    }

    private static void Check(SqliteConnection connection, string what, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {statement}";
        for (var parameter = 1; statement.Contains($"?{parameter}", StringComparison.Ordinal); parameter++)
        {
            command.Parameters.AddWithValue($"?{parameter}", "");
        }

        using var reader = command.ExecuteReader();
        var plan = new List<string>();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        Report.Line($"plan of {what}: {string.Join("; ", plan)}");
        if (plan is not [var only]
            || !only.StartsWith("SEARCH rows USING ", StringComparison.Ordinal)
            || !only.Contains("(table_name=? AND partition_key=? AND row_key", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"This is no search by the primary key: {statement}");
        }
    }
}
