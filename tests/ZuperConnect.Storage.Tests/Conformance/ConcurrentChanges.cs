namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Many writers of one row at the same time.</summary>
public abstract class ConcurrentChanges(IStorage storage) : TableTest(storage)
{
    private const int Writers = 12;

    [Fact]
    public async Task One_of_many_inserts_wins()
    {
        var (won, lost) = await RaceAsync(writer => Table.InsertAsync(new("p", "r") { ["Writer"] = writer }, Cancellation));
        Assert.All(lost, kind => Assert.Equal(Conflict.Exists, kind));
        await AssertWonAsync(won);
    }

    [Fact]
    public async Task One_of_many_replacements_of_one_version_wins()
    {
        var tag = await Table.InsertAsync(new("p", "r"), Cancellation);
        var (won, lost) = await RaceAsync(writer => Table.ReplaceAsync(new("p", "r") { ["Writer"] = writer }, tag, Cancellation));
        Assert.All(lost, kind => Assert.Equal(Conflict.Changed, kind));
        await AssertWonAsync(won);
    }

    [Fact]
    public async Task One_of_many_transactions_that_take_the_same_row_wins()
    {
        var (won, lost) = await RaceAsync(writer => Table.SubmitAsync(
            [
                new RowChange.Insert(new("p", $"mine{writer}")),
                new RowChange.Insert(new("p", "r") { ["Writer"] = writer }),
                new RowChange.Upsert(new("p", "last") { ["Writer"] = writer }),
            ],
            Cancellation));
        Assert.All(lost, kind => Assert.Equal(Conflict.Exists, kind));
        await AssertWonAsync(won);
        Assert.Equal(["last", $"mine{won}", "r"], await RowKeysAsync(RowQuery.All));
        Assert.Equal(won, (await FindAsync("p", "last")).GetInt32("Writer"));
    }

    [Fact]
    public async Task No_increment_of_a_number_is_lost()
    {
        const int Increments = 5;
        await Table.InsertAsync(new("p", "r") { ["Number"] = 0 }, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var done = 0; done < Increments;)
                {
                    var row = await FindAsync("p", "r");
                    try
                    {
                        await Table.ReplaceAsync(new("p", "r") { ["Number"] = row.GetInt32("Number") + 1 }, row.ETag, Cancellation);
                        done++;
                    }
                    catch (ConflictException changed) when (changed.Kind is Conflict.Changed)
                    {
                        // Another writer was faster.
                    }
                }
            },
            Cancellation)));
        Assert.Equal(4 * Increments, (await FindAsync("p", "r")).GetInt32("Number"));
    }

    /// <summary>The number of successful writes, and the conflicts of the others.</summary>
    private static async Task<(int Won, IEnumerable<Conflict> Lost)> RaceAsync(Func<int, Task> write)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run<Conflict?>(
            async () =>
            {
                try
                {
                    await write(writer);
                    return null;
                }
                catch (ConflictException lost)
                {
                    return lost.Kind;
                }
            },
            Cancellation)));
        var won = Assert.Single(outcomes.Index(), outcome => outcome.Item is null);
        return (won.Index, outcomes.Where(outcome => outcome is not null).Select(outcome => outcome!.Value));
    }

    private async Task AssertWonAsync(int writer) => Assert.Equal(writer, (await FindAsync("p", "r")).GetInt32("Writer"));
}
