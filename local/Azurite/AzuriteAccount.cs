using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Azurite;

/// <summary>
/// The account of the Azurite in a data folder. Name and key are random and stored in a file that only its owner can read: the well-known
/// key of emulators would give access to other users of the machine, and to web pages that reach the address under their own host name.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Key">The key in base64, shared by all accounts of this Azurite.</param>
internal sealed record AzuriteAccount(string Name, string Key)
{
    private const string FileName = "storage.key";

    // The well-known account of emulators, for data of folders without a key of their own.
    private const string Emulators = "devstoreaccount1";
    private const int KeyLength = 64;

    /// <summary>A hash by which an Azurite with this key is recognized.</summary>
    public string KeyHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    /// <summary>The account of a data folder, created if it does not exist. Existing data stays in its account.</summary>
    /// <exception cref="AzuriteException">The key file is not valid.</exception>
    public static AzuriteAccount In(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return PrivateFile.ReadOrMake(path, () => $"{NameIn(folder)}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength))}")
            .Split(':') is [{ Length: > 0 } name, { Length: > 0 } key]
            ? new(name, key)
            : throw new AzuriteException(
                $"{path} holds no account and key of the storage. Remove it, and a new key is made; the data stays.");
    }

    private static string NameIn(string folder) =>
        AzuriteProcessFile.FirstAccountIn(folder) ?? (Directory.Exists(Path.Combine(folder, "azurite"))
                ? Emulators : $"inbox{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
}
