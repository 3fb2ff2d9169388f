namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Single changes of rows, and what stands against them.</summary>
public abstract class Changes(IStorage storage) : TableTest(storage)
{
    [Fact]
    public async Task A_row_is_inserted_once()
    {
        var tag = await Table.InsertAsync(Row("first"), Cancellation);
        await AssertConflictAsync(Conflict.Exists, () => Table.InsertAsync(Row("second"), Cancellation));
        await AssertRowAsync("first", tag);
    }

    [Fact]
    public async Task A_row_that_has_the_tag_is_replaced_with_all_its_columns()
    {
        var inserted = await Table.InsertAsync(new("p", "r") { ["Text"] = "first", ["More"] = 1 }, Cancellation);
        var replaced = await Table.ReplaceAsync(Row("second"), inserted, Cancellation);
        await AssertRowAsync("second", replaced);
        Assert.Equal(["Text"], (await FindAsync("p", "r")).Columns.Keys);
    }

    [Fact]
    public async Task A_row_that_has_another_tag_is_not_replaced()
    {
        var stale = await Table.InsertAsync(Row("first"), Cancellation);
        var tag = await Table.ReplaceAsync(Row("second"), stale, Cancellation);
        await AssertConflictAsync(Conflict.Changed, () => Table.ReplaceAsync(Row("third"), stale, Cancellation));
        await AssertRowAsync("second", tag);
    }

    [Fact]
    public async Task A_row_is_replaced_whatever_its_tag_where_any_will_do()
    {
        await Table.InsertAsync(Row("first"), Cancellation);
        await AssertRowAsync("second", await Table.ReplaceAsync(Row("second"), ETag.Any, Cancellation));
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_not_replaced()
    {
        var tag = await Table.InsertAsync(Row("first"), Cancellation);
        await AssertConflictAsync(Conflict.Missing, () => Table.ReplaceAsync(new("p", "other"), tag, Cancellation));
        await AssertConflictAsync(Conflict.Missing, () => Table.ReplaceAsync(new("p", "other"), ETag.Any, Cancellation));
        Assert.Equal(["r"], await RowKeysAsync(RowQuery.All));
    }

    [Fact]
    public async Task A_row_is_upserted_where_it_is_there_and_where_it_is_not()
    {
        await AssertRowAsync("first", await Table.UpsertAsync(new("p", "r") { ["Text"] = "first", ["More"] = 1 }, Cancellation));
        await AssertRowAsync("second", await Table.UpsertAsync(Row("second"), Cancellation));
        Assert.Equal(["Text"], (await FindAsync("p", "r")).Columns.Keys);
    }

    [Fact]
    public async Task A_row_that_has_the_tag_is_deleted()
    {
        var tag = await Table.InsertAsync(Row("first"), Cancellation);
        Assert.Equal([default], await Table.SubmitAsync([new RowChange.Delete("p", "r", tag)], Cancellation));
        Assert.Null(await Table.FindAsync("p", "r", Cancellation));
        Assert.Empty(await RowKeysAsync(RowQuery.All));
    }

    [Fact]
    public async Task A_row_that_has_another_tag_is_not_deleted()
    {
        var stale = await Table.InsertAsync(Row("first"), Cancellation);
        var tag = await Table.UpsertAsync(Row("second"), Cancellation);
        await AssertConflictAsync(Conflict.Changed, () => Table.DeleteAsync("p", "r", stale, Cancellation));
        await AssertRowAsync("second", tag);
        await Table.DeleteAsync("p", "r", ETag.Any, Cancellation);
        Assert.Null(await Table.FindAsync("p", "r", Cancellation));
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_not_deleted()
    {
        var tag = await Table.InsertAsync(Row("first"), Cancellation);
        await AssertConflictAsync(Conflict.Missing, () => Table.SubmitAsync([new RowChange.Delete("p", "other", ETag.Any)], Cancellation));
        await AssertConflictAsync(Conflict.Missing, () => Table.SubmitAsync([new RowChange.Delete("p", "other", tag)], Cancellation));
        await Table.DeleteAsync("p", "other", ETag.Any, Cancellation);
        Assert.Equal(["r"], await RowKeysAsync(RowQuery.All));
    }

    [Fact]
    public async Task The_tag_of_a_row_changes_with_each_change_even_to_the_same_columns()
    {
        List<ETag> tags = [await Table.InsertAsync(Row("same"), Cancellation)];
        for (var change = 0; change < 5; change++)
        {
            tags.Add(await Table.UpsertAsync(Row("same"), Cancellation));
            tags.Add(await Table.ReplaceAsync(Row("same"), tags[^1], Cancellation));
            var together = await Table.SubmitAsync(
                [new RowChange.Replace(Row("same"), tags[^1]), new RowChange.Upsert(new("p", "other"))], Cancellation);
            tags.Add(together[0]);
        }

        Assert.DoesNotContain(default, tags);
        Assert.DoesNotContain(ETag.Any, tags);
        Assert.Distinct(tags);
    }

    [Fact]
    public async Task The_tag_of_a_row_stays_while_it_is_read_and_others_change()
    {
        var tag = await Table.InsertAsync(Row("first"), Cancellation);
        await Table.InsertAsync(new("p", "other"), Cancellation);
        await AssertConflictAsync(Conflict.Exists, () => Table.InsertAsync(Row("second"), Cancellation));
        await AssertRowAsync("first", tag);
        await AssertRowAsync("first", tag);
        await Table.ReplaceAsync(Row("second"), tag, Cancellation);
    }

    [Fact]
    public async Task A_row_that_is_inserted_again_has_another_tag_than_before_it_was_deleted()
    {
        var before = await Table.InsertAsync(Row("first"), Cancellation);
        await Table.DeleteAsync("p", "r", before, Cancellation);
        var after = await Table.InsertAsync(Row("first"), Cancellation);
        await AssertConflictAsync(Conflict.Changed, () => Table.ReplaceAsync(Row("second"), before, Cancellation));
        await AssertRowAsync("first", after);
    }

    [Fact]
    public async Task The_timestamp_of_a_row_is_when_it_was_written_and_never_goes_back()
    {
        List<DateTimeOffset> timestamps = [];
        for (var change = 0; change < 20; change++)
        {
            await Table.UpsertAsync(Row("same"), Cancellation);
            timestamps.Add((await FindAsync("p", "r")).Timestamp);
        }

        Assert.Equal(timestamps.Order(), timestamps);
        Assert.All(timestamps, at => Assert.InRange(at, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1)));
        Assert.Equal(timestamps[^1], (await FindAsync("p", "r")).Timestamp);
    }

    private static TableRow Row(string text) => new("p", "r") { ["Text"] = text };

    private async Task AssertRowAsync(string text, ETag tag)
    {
        var found = await FindAsync("p", "r");
        Assert.Equal((text, tag), (found.GetString("Text"), found.ETag));
        var queried = await Table.QueryAsync(RowQuery.InPartition("p").Where("Text", Comparison.Equal, text), Cancellation)
            .SingleAsync(Cancellation);
        Assert.Equal((text, tag, found.Timestamp), (queried.GetString("Text"), queried.ETag, queried.Timestamp));
    }
}
