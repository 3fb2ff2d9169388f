using System.Diagnostics;
using Azure;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace ZuperConnect.Functions.Tests;

public class RedactionTests
{
    private const string Number = "12065550199";

    [Theory]
    [InlineData("+12065550199 called", "…0199 called")]
    [InlineData("https://account.table.core.windows.net/Inbox(PartitionKey='14255550100',RowKey='c%7C12065550199')",
        "https://account.table.core.windows.net/Inbox(PartitionKey='…0100',RowKey='c%7C…0199')")]
    [InlineData("14255550100-12065550199", "…0100-…0199")]
    [InlineData("sms.Incoming_12065550199", "sms.Incoming_…0199")]
    [InlineData("took 123456 ms at 2026-01-05T09:30:00", "took 123456 ms at 2026-01-05T09:30:00")]
    [InlineData("call 12345678-1234-4000-8000-123456789012", "call 12345678-1234-4000-8000-123456789012")]
    [InlineData("trace 4bf92f3577734da6a3ce929123456789", "trace 4bf92f3577734da6a3ce929123456789")]
    public void Digits_that_may_be_a_phone_number_are_left_out_but_for_the_last_four(string text, string redacted) =>
        Assert.Equal(redacted, Redaction.Redacted(text));

    [Fact]
    public void Nothing_that_is_logged_leaves_with_a_number_in_it()
    {
        var exported = new List<(string? Message, object?[] Values, Exception Exception)>();
        using (var logging = LoggerFactory.Create(builder => builder.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.AddProcessor(new RedactedLogs())
                .AddProcessor(
                    new SimpleLogRecordExportProcessor(
                        new CapturingExporter<LogRecord>(
                            record =>
                                exported.Add(
                                    (record.FormattedMessage,
                                        [.. record.Attributes!.Select(attribute => attribute.Value)], record.Exception!)))));
        })))
        {
            var log = logging.CreateLogger("Test");
            try
            {
                throw new RequestFailedException(
                    409, $"The row c|{Number} is there already.", new InvalidOperationException($"of {Number}"));
            }
            catch (RequestFailedException failure)
            {
#pragma warning disable CA1848, CA2254, CA1873 // As in other code.
                log.LogError(failure, "Row {Row} of {Count} failed", $"c|{Number}", 7);
#pragma warning restore CA1848, CA2254, CA1873
            }
        }

        var record = Assert.Single(exported);
        Assert.Equal("Row c|…0199 of 7 failed", record.Message);
        Assert.Equal(["c|…0199", 7, "Row {Row} of {Count} failed"], record.Values);
        Assert.Contains("RequestFailedException", record.Exception.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(Nothing_that_is_logged_leaves_with_a_number_in_it), record.Exception.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Number, $"{record.Exception} {record.Exception.Message} {record.Exception.InnerException}", StringComparison.Ordinal);
    }

    [Fact]
    public void No_span_leaves_with_a_number_in_its_name_or_attributes()
    {
        var exported = new List<Activity>();
        using var source = new ActivitySource(nameof(RedactionTests));
        using (Sdk.CreateTracerProviderBuilder().AddSource(source.Name)
            .AddProcessor(new RedactedTraces())
            .AddProcessor(new SimpleActivityExportProcessor(new CapturingExporter<Activity>(exported.Add))).Build())
        {
            using var span = source.StartActivity($"entity @conversationentity@14255550100-{Number}");
            span!.SetTag("url.full", $"https://account.table.core.windows.net/Inbox?c|{Number}").SetTag("http.status", 409);
            span.SetStatus(ActivityStatusCode.Error, $"no row {Number}");
        }

        var left = Assert.Single(exported);
        Assert.Equal("entity @conversationentity@…0100-…0199", left.DisplayName);
        Assert.Equal("https://account.table.core.windows.net/Inbox?c|…0199", left.GetTagItem("url.full"));
        Assert.Equal(409, left.GetTagItem("http.status"));
        Assert.Equal("no row …0199", left.StatusDescription);
    }

    /// <summary>Captures what would be exported. Log records are reused afterwards, so they are copied.</summary>
    private sealed class CapturingExporter<T>(Action<T> keep) : BaseExporter<T>
        where T : class
    {
        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var one in batch)
            {
                keep(one);
            }

            return ExportResult.Success;
        }
    }
}
