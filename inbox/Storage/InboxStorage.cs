using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace ZuperConnect.Storage;

/// <summary>The tables and containers of the inbox, by the names that the design gives them (section 5).</summary>
public sealed class InboxStorage(TableServiceClient tables, BlobServiceClient blobs)
{
    /// <summary>Conversations, their places in the views, their timelines, and the work that follows from them.</summary>
    public TableClient Inbox { get; } = tables.GetTableClient("Inbox");

    /// <summary>The numbers of the business.</summary>
    public TableClient Numbers { get; } = tables.GetTableClient("Numbers");

    /// <summary>Who refuses our texts.</summary>
    public TableClient OptOuts { get; } = tables.GetTableClient("OptOuts");

    /// <summary>Live calls, and those that ended lately.</summary>
    public TableClient Calls { get; } = tables.GetTableClient("Calls");

    /// <summary>The members of the team.</summary>
    public TableClient Team { get; } = tables.GetTableClient("Team");

    /// <summary>Tickets that open a recording for a few minutes.</summary>
    public TableClient Tickets { get; } = tables.GetTableClient("Tickets");

    /// <summary>Who did what.</summary>
    public TableClient Audit { get; } = tables.GetTableClient("Audit");

    /// <summary>Customers, and who has which phone number.</summary>
    public TableClient Customers { get; } = tables.GetTableClient("Customers");

    /// <summary>Words by which conversations are found.</summary>
    public TableClient Search { get; } = tables.GetTableClient("Search");

    /// <summary>Jobs, and their places in the lists.</summary>
    public TableClient Jobs { get; } = tables.GetTableClient("Jobs");

    /// <summary>What has to be known of erased customers' numbers, as keyed hashes, and the key.</summary>
    public TableClient Erased { get; } = tables.GetTableClient("Erased");

    /// <summary>Recordings of calls and voicemails.</summary>
    public BlobContainerClient Recordings { get; } = blobs.GetBlobContainerClient("recordings");

    /// <summary>The greetings that callers hear, WAV files; the rows of numbers name them.</summary>
    public BlobContainerClient Greetings { get; } = blobs.GetBlobContainerClient("greetings");

    /// <summary>What came from outside and could not be read, as it came.</summary>
    public BlobContainerClient Unprocessed { get; } = blobs.GetBlobContainerClient("unprocessed");

    /// <summary>Files of customers on their way in, and how far each is.</summary>
    public BlobContainerClient Imports { get; } = blobs.GetBlobContainerClient("imports");

    /// <summary>Makes what is not there yet.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var table in (TableClient[])[Inbox, Numbers, OptOuts, Calls, Team, Audit, Customers, Search, Jobs, Tickets, Erased])
        {
            await table.CreateIfNotExistsAsync(cancellation);
        }

        foreach (var container in (BlobContainerClient[])[Unprocessed, Recordings, Greetings, Imports])
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        }
    }

    /// <summary>Table storage's error codes for what it can never hold (its page on the service's error codes).</summary>
    private static readonly ImmutableHashSet<string> Refusals =
        ["EntityTooLarge", "InvalidInput", "KeyValueTooLarge", "OutOfRangeInput", "PropertyValueTooLarge", "RequestBodyTooLarge", "TooManyProperties"];

    /// <summary>Whether storage refuses what it was given, and always will.</summary>
    public static bool IsRefusal(Exception failure) => failure is RequestFailedException { ErrorCode: { } code } && Refusals.Contains(code);

    /// <summary>
    /// Whether a failure means that storage is away or overloaded: the same request may succeed later. What the caller itself cancelled
    /// looks the same as a request that storage never answered; the caller knows.
    /// </summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        RequestFailedException request => request.Status is 0 or 408 or 429 or >= 500,
        AggregateException several => several.InnerExceptions.All(IsAway),
        OperationCanceledException or IOException or HttpRequestException or TimeoutException => true,
        _ => false,
    };
}
