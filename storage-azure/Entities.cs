using Azure.Data.Tables;
using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Converts rows to and from entities of the client.</summary>
internal static class Entities
{
    private const string TagColumn = "odata.etag";

    public static TableEntity Of(TableRow row)
    {
        var entity = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (column, value) in row.Columns)
        {
            entity[column] = value;
        }

        return entity;
    }

    public static TableRow Read(TableEntity entity)
    {
        var row = new TableRow(entity.PartitionKey, entity.RowKey)
        {
            ETag = Tags.Read(entity.ETag),
            Timestamp = entity.Timestamp ?? default,
        };
        foreach (var (column, value) in entity)
        {
            if (column is not (nameof(TableRow.PartitionKey) or nameof(TableRow.RowKey) or TableRow.TimestampColumn or TagColumn))
            {
                row[column] = value;
            }
        }

        return row;
    }
}
