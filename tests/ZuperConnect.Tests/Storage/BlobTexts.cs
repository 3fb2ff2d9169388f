using System.Text;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Storage;

/// <summary>Reads and writes blobs as text.</summary>
internal static class BlobTexts
{
    public static async Task<string> ReadTextAsync(this IBlobContainer container, string name) => Encoding.UTF8.GetString(
        (await container.DownloadAsync(name, TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException($"There is no {name}.")).Content.Span);

    public static Task WriteTextAsync(this IBlobContainer container, string name, string text) =>
        container.UploadAsync(
            name, Encoding.UTF8.GetBytes(text), new BlobDetails(), BlobCondition.None, TestContext.Current.CancellationToken);
}
