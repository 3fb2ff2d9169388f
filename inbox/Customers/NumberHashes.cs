using System.Security.Cryptography;
using System.Text;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>
/// Computes keyed hashes of customer numbers, for data that outlives an erased customer (docs/design.md#access). With a number, its data
/// can be found; without the key, the data does not reveal the number. Each storage account has its own key.
/// </summary>
public sealed class NumberHashes(StorageTables storage)
{
    private const string Partition = "key";
    private const string RowKey = "key";
    private const string KeyColumn = "Key";
    private byte[]? _key;

    /// <summary>The hash of a number: 64 hexadecimal digits.</summary>
    public async Task<string> OfAsync(PhoneNumber number, CancellationToken cancellation)
    {
        _key ??= await ReadKeyAsync(cancellation);
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(number.Key)));
    }

    private async Task<byte[]> ReadKeyAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await storage.Erased.FindAsync(Partition, RowKey, cancellation) is { } row)
            {
                return row.GetBinary(KeyColumn) ?? throw new InvalidDataException("The key of the hashes is missing in its row.");
            }

            try
            {
                var made = new TableRow(Partition, RowKey) { [KeyColumn] = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes) };
                await storage.Erased.InsertAsync(made, cancellation);
            }
            catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
            {
                // Another instance created the key at the same time. That one is used.
            }
        }
    }
}
