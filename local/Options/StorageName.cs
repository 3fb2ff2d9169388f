using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.AzureStorage;
using ZuperConnect.Local.Hosting;

namespace ZuperConnect.Local.Options;

/// <summary>Identifies a storage.</summary>
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

    /// <summary>An Azurite in the data folder, which the host starts.</summary>
    public sealed record OwnAzurite : StorageName
    {
        /// <inheritdoc/>
        public override string ToString() => Azurite;
    }

    /// <summary>A running table and blob storage, in Azure or an emulator.</summary>
    /// <param name="Account">The name of the account.</param>
    /// <param name="Settings">The settings for <see cref="AzureStorageRegistration.AddAzureStorage"/>.</param>
    public sealed record Running(string Account, IReadOnlyList<KeyValuePair<string, string?>> Settings) : StorageName
    {
        /// <summary>A storage account in Azure, accessed as the user who is signed in on this machine.</summary>
        public static Running Named(string account) => new(
            account,
            [
                new($"{AzureStorageRegistration.Tables}:endpoint", $"https://{account}.table.core.windows.net"),
                new($"{AzureStorageRegistration.Blobs}:serviceUri", $"https://{account}.blob.core.windows.net"),
            ]);

        /// <summary>
        /// A storage with connection strings. <paramref name="source"/> is the name of the option or setting for error messages.
        /// </summary>
        /// <exception cref="LocalStartException">A connection string is not valid.</exception>
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

    /// <summary>Parses the storage of an inbox: <c>azurite</c>, or a connection string.</summary>
    /// <exception cref="LocalStartException">It is neither.</exception>
    public static StorageName Read(string option, string text) =>
        text is Azurite ? new OwnAzurite() : Running.Connected(option, text, text);

    /// <summary>Parses the storage of a copy: <c>azurite</c>, a connection string, or the name of an account.</summary>
    /// <exception cref="LocalStartException">It is none of them.</exception>
    public static StorageName ReadOther(string option, string text) =>
        text is not Azurite && AccountName().IsMatch(text) ? Running.Named(text) : Read(option, text);

    [GeneratedRegex(@"^[a-z0-9]{3,24}\z")]
    private static partial Regex AccountName();
}
