using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Azure Table Storage and Azure Blob Storage, in one storage account or two.</summary>
/// <param name="tables">The tables.</param>
/// <param name="blobs">The blob containers.</param>
public sealed class AzureStorageAccount(TableServiceClient tables, BlobServiceClient blobs) : IStorage
{
    /// <inheritdoc />
    public ITable GetTable(string name) => new AzureTable(tables.GetTableClient(name));

    /// <inheritdoc />
    public IBlobContainer GetContainer(string name) => new AzureBlobContainer(blobs.GetBlobContainerClient(name));
}
