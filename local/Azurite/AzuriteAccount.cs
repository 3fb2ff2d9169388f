using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Azurite;

/// <summary>
/// The account of the Azurite in a data folder. Name and key are random, and in a file that only its owner can read: the key that every
/// emulator has would let in any other user of the machine, and pages of a browser that reach its address under a name of their own.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Key">The key, in base64: of this account, and of all others that the same Azurite has.</param>
internal sealed record AzuriteAccount(string Name, string Key)
{
    private const string FileName = "storage.key";

    // Of every emulator, and so of the data that a folder had before it had a key of its own.
    private const string Emulators = "devstoreaccount1";
    private const int KeyLength = 64;

    /// <summary>What tells whether an Azurite has this key, and does not tell the key.</summary>
    public string KeyHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    /// <summary>The account of a data folder, made where there is none yet. Data that is there already stays in the account that it is
    /// in.</summary>
    /// <exception cref="AzuriteException">The file with the key is not one.</exception>
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
