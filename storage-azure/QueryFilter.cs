using Azure.Data.Tables;
using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Writes queries as OData filters (from the service's page on querying tables and entities).</summary>
internal static class QueryFilter
{
    /// <summary>The filter; null for all rows.</summary>
    public static string? Of(RowQuery query)
    {
        string[] terms =
        [
            .. Term(nameof(TableRow.PartitionKey), "eq", query.Partition),
            .. Term(nameof(TableRow.PartitionKey), "gt", query.PartitionAfter),
            .. Term(nameof(TableRow.RowKey), "ge", query.RowKeyFrom),
            .. Term(nameof(TableRow.RowKey), "gt", query.RowKeyAfter),
            .. Term(nameof(TableRow.RowKey), "lt", query.RowKeyBefore),
            .. query.Filters.SelectMany(filter => Term(filter.Column, Operator(filter.Comparison), filter.Value)),
        ];
        return terms is [] ? null : string.Join(" and ", terms);
    }

    private static IEnumerable<string> Term(string column, string comparison, object? value) =>
        value is null ? [] : [$"{column} {comparison} {TableClient.CreateQueryFilter($"{value}")}"];

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "eq",
        Comparison.LessThan => "lt",
        Comparison.LessThanOrEqual => "le",
        Comparison.GreaterThan => "gt",
        Comparison.GreaterThanOrEqual => "ge",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };
}
