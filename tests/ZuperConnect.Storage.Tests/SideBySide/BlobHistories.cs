using CsCheck;
using ZuperConnect.Storage.Tests.Sqlite;

namespace ZuperConnect.Storage.Tests.SideBySide;

/// <summary>Random operations on blobs have the same results in every storage.</summary>
public sealed class BlobHistories(AzuriteStores azurite, SqliteStores sqlite)
{
    private const int Histories = 60;
    private const int MaxSteps = 25;

    private static readonly Gen<BlobStep[]> History = (
        from kind in Gen.Enum<BlobStepKind>()
        from name in Choices.Of("A", "a", "a/b", "a%", "é", "😀")
        from tag in Gen.Frequency((5, Gen.Const(0)), (2, Gen.Int[1, 3]), (2, Gen.Const(-1)))
        from number in Gen.Int[0, 119]
        select new BlobStep(kind, name, tag, number)).Array[1, MaxSteps];

    [Fact]
    public async Task Storages_answer_the_same_to_any_history()
    {
        IStorage[] storages = [azurite.New(), sqlite.New()];
        var containers = 0;
        await History.SampleAsync(
            async history =>
            {
                var name = $"history{Interlocked.Increment(ref containers)}";
                var replicas = new List<BlobReplica>();
                foreach (var container in storages.Select(storage => storage.GetContainer(name)))
                {
                    await container.CreateIfNotExistsAsync(CancellationToken.None);
                    replicas.Add(new(container));
                }

                foreach (var step in history.Append(new(BlobStepKind.List, "", 0, 0)))
                {
                    var expected = await replicas[0].DoAsync(step);
                    Assert.Equal(expected, await replicas[1].DoAsync(step));
                }
            },
            iter: Histories,
            threads: 1,
            print: history => string.Join<BlobStep>('\n', history));
    }
}
