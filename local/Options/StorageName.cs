using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.AzureStorage;
using ZuperConnect.Local.Hosting;

namespace ZuperConnect.Local.Options;

/// <summary>Which storage is meant.</summary>
public abstract partial record StorageName
{
    private const string Azurite = "azurite";

    private StorageName()
    {
    }

    /// <summary>The database in the data folder.</summary>
    public sealed record Database : StorageName
    {
        /// <inheritdoc/>
        public override string ToString() => "the database";
    }

    /// <summary>The Azurite of the data folder, which is started.</summary>
    public sealed record OwnAzurite : StorageName
    {
        /// <inheritdoc/>
        public override string ToString() => Azurite;
    }

    /// <summary>Table and blob storage that runs already: in Azure, or an emulator of it.</summary>
    /// <param name="Account">The name of the account.</param>
    /// <param name="Settings">What <see cref="AzureStorageRegistration.AddAzureStorage"/> reads.</param>
    public sealed record Running(string Account, IReadOnlyList<KeyValuePair<string, string?>> Settings) : StorageName
    {
        /// <summary>Storage in Azure, reached as whoever is signed in on this machine.</summary>
        public static Running Named(string account) => new(
            account,
            [
                new($"{AzureStorageRegistration.Tables}:endpoint", $"https://{account}.table.core.windows.net"),
                new($"{AzureStorageRegistration.Blobs}:serviceUri", $"https://{account}.blob.core.windows.net"),
            ]);

        /// <summary>Storage by connection strings; <paramref name="source"/> is the option or setting that has them.</summary>
        /// <exception cref="LocalStartException">One of them is none.</exception>
        public static Running Connected(string source, string tables, string blobs)
        {
            try
            {
                var account = new TableServiceClient(tables).AccountName;
                _ = new BlobServiceClient(blobs);
                return new(account, [new(AzureStorageRegistration.Tables, tables), new(AzureStorageRegistration.Blobs, blobs)]);
            }
            catch (Exception unreadable) when (unreadable is InvalidOperationException or FormatException or ArgumentException)
            {
                throw new LocalStartException($"{source} has no connection string of storage: {unreadable.Message}", unreadable);
            }
        }

        /// <inheritdoc/>
        public override string ToString() => Account;
    }

    /// <summary>Reads the storage that an inbox is to run on: <c>azurite</c>, or a connection string.</summary>
    /// <exception cref="LocalStartException">It is neither.</exception>
    public static StorageName Read(string option, string text) =>
        text is Azurite ? new OwnAzurite() : Running.Connected(option, text, text);

    /// <summary>Reads the storage that an inbox is to be copied to or from: also the name of an account.</summary>
    /// <exception cref="LocalStartException">It is none of them.</exception>
    public static StorageName ReadOther(string option, string text) =>
        text is not Azurite && AccountName().IsMatch(text) ? Running.Named(text) : Read(option, text);

    [GeneratedRegex(@"^[a-z0-9]{3,24}\z")]
    private static partial Regex AccountName();
}
