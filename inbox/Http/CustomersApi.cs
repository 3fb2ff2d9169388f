using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The customers whom the team saves.</summary>
public sealed class CustomersApi(
    ApiAuthorization authorization, CustomerStore customers, CustomerIndex index, CustomerImport import,
    ImportWork imports, NumberRegion region, ConversationLedger ledger,
    WorkItemStore rows, AuditLog audit)
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string CsvName = "customers.csv";
    private const int LargestFile = 20 * 1024 * 1024;

    /// <summary>What is imported while the client waits: the Functions host ends a request after 230 seconds.</summary>
    internal const int SmallFile = 1024 * 1024;

    /// <summary>As much of a file as tells whether it is one of contacts.</summary>
    private const int Beginning = 512 * 1024;
    private const int LongestId = 64;
    private const int LongestSearch = 100;
    private const int Attempts = 5;

    /// <summary><c>GET /api/customers</c>: a page of customers, by name, or of those found by words of the name and digits of the
    /// numbers.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var (limit, cursor) = (RequestReading.Limit(request), RequestReading.Query(request, "cursor"));
        if (RequestReading.Query(request, "search") is not { } search)
        {
            var after = cursor is null ? null
                : CustomerStore.ParseCursor(cursor) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
            return await PageAsync(await customers.ReadAsync(limit, after, cancellation), cancellation);
        }

        var asked = SearchWords.Asked(RequestReading.Text(search, LongestSearch, "search"));
        return await PageAsync(
            asked.IsEmpty
                ? new([], null)
                    : await index.FindAsync(asked, limit, RequestReading.SearchCursor(cursor, asked), cancellation), cancellation);
    });

    /// <summary><c>GET /api/customers/{id}</c>: one customer.</summary>
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
        await AnswerAsync(request, await GetAsync(id, cancellation), StatusCodes.Status200OK, cancellation));

    /// <summary><c>POST /api/customers</c>: a new customer. The same <c>customerId</c> again is the same customer.</summary>
    public Task<IResult> AddAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<CustomerBody>(request, cancellation);
        var id = RequestReading.Uuid(body.CustomerId, "customerId");
        return await AddAsync(
            request, id, await DetailsAsync(body.Name, body.Numbers, body.Email, body.Notes, cancellation), user, work, cancellation);
    });

    /// <summary>
    /// <c>PUT /api/customers/{id}</c>: a customer's details, of which those that are left out stay as they are; null takes email and notes
    /// away.
    /// </summary>
    public Task<IResult> ChangeAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<CustomerChangeBody>(request, cancellation);
        var stored = await GetAsync(id, cancellation);
        RequestReading.CheckIfMatch(request, stored.ETag);
        var before = stored.Customer;
        var details = await DetailsAsync(
            body.Name.Or(before.Name), body.Numbers.Or([.. before.Numbers.Select(number => number.Value)]), body.Email.Or(before.Email),
            body.Notes.Or(before.Notes), cancellation);
        var made = Made(await customers.SaveAsync(stored, details, cancellation)) ?? throw Problems.Outdated();
        return await AnswerAsync(request, made, AuditAction.CustomerChanged, user, work, cancellation);
    });

    /// <summary>
    /// <c>DELETE /api/customers/{id}</c>: erases a customer and all that passed with the customer's numbers, in the background. The same
    /// again answers the same until it is done, and then that there is no such customer.
    /// </summary>
    public Task<IResult> EraseAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        if (await customers.FindAsync(id, cancellation) is { } stored)
        {
            RequestReading.CheckIfMatch(request, stored.ETag);
            await audit.NoteAsync(admin.Author, AuditAction.CustomerDeleted, stored.Customer.Id, cancellation);
            var erasing = await customers.EraseAsync(stored, cancellation) ?? throw Problems.Outdated();
            await work.StartAsync(erasing, cancellation);
            return CommandResponses.Pending(request, erasing);
        }

        return CustomerStore.Erasing(id) is var begun && SourceIds.CanBeKey(begun.SourceId)
            && await rows.FindAsync(begun, cancellation) is not null
            ? CommandResponses.Pending(request, begun)
            : throw Problems.NotFound("There is no customer with this id; one that was erased is gone. List them with GET /api/customers.");
    });

    /// <summary>
    /// <c>POST /api/conversations/{id}/customer</c>: saves the number of a conversation, as a new customer or as one more number of a saved
    /// one.
    /// </summary>
    public Task<IResult> AddNumberAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<ConversationCustomerBody>(request, cancellation);
        var number = conversation.Customer;
        if (body is { CustomerId: not null, Name: null, Email: null, Notes: null })
        {
            await CheckAsync(conversation, cancellation);
            return await AnswerAsync(
                request, await AddNumberAsync(request, body.CustomerId, number, cancellation),
                AuditAction.CustomerChanged, user, work, cancellation);
        }

        if (body is not { CustomerId: null, Name: not null })
        {
            throw Problems.Invalid(
                "Give either name, and email and notes if you like, for a new customer, or customerId alone for a saved one.");
        }

        var details = number.Kind is PhoneNumberKind.E164
            ? await DetailsAsync(body.Name, [number.Value], body.Email, body.Notes, cancellation) : null;
        await CheckAsync(conversation, cancellation);
        return await AddAsync(request, Guid.NewGuid().ToString(), details!, user, work, cancellation);
    });

    /// <summary>
    /// <c>POST /api/customers/import</c>: many customers from a file, with a report of what was refused; of a large file in the background.
    /// With <c>?preview=true</c> it says how the file would be read, and changes nothing.
    /// </summary>
    public Task<IResult> ImportAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var preview = RequestReading.Query(request, "preview") is { } text
            && (text is "true" || (text is not "false" ? throw Problems.Invalid("preview is true or false.") : false));
        if (request.ContentLength > LargestFile)
        {
            throw Problems.TooLarge(LargestFile);
        }

        await using var body = new LimitedBody(request, LargestFile);
        var pipe = PipeReader.Create(body);
        try
        {
            await using var file = pipe.AsStream();
            if (preview)
            {
                return Results.Json(await import.PreviewAsync(file, cancellation), InboxJson.Options);
            }

            var begun = await pipe.ReadAtLeastAsync(SmallFile + 1, cancellation);
            var isSmall = begun.Buffer.Length <= SmallFile;
            await import.CheckAsync(
                new MemoryStream(begun.Buffer.Slice(0, Math.Min(begun.Buffer.Length, Beginning)).ToArray()), cancellation);
            pipe.AdvanceTo(begun.Buffer.Start);
            var importId = Guid.NewGuid().ToString();
            return isSmall
                ? await ImportNowAsync(importId, file, user, work, cancellation)
                    : await ImportLaterAsync(request, importId, file, user, work, cancellation);
        }
        catch (ContactFileException fault)
        {
            throw Problems.Invalid(fault.Message);
        }
    });

    /// <summary><c>GET /api/customers/export</c>: all customers as a CSV file, which the import reads back.</summary>
    public Task<IResult> ExportAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        if (HttpMethods.IsHead(request.Method))
        {
            return Results.Stream(_ => Task.CompletedTask, CsvType, CsvName);
        }

        await audit.NoteAsync(user.Author, AuditAction.CustomersExported, WorkId.Customers, cancellation);

        // The first page is there before the answer begins: a failure after that can only break it off.
        var all = customers.AllAsync(cancellation).GetAsyncEnumerator(cancellation);
        var any = await all.MoveNextAsync();
        return Results.Stream(
            async body =>
            {
                await using (all)
                {
                    await CustomerCsv.WriteAsync(all, any, body);
                }
            },
            CsvType,
            CsvName);
    });

    private async Task<IResult> ImportNowAsync(string importId, Stream file, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        var done = await import.RunAsync(
            importId, file, ImportProgress.None, () =>
                audit.NoteAsync(user.Author, AuditAction.CustomersImported, WorkId.Customers, cancellation),
            DateTimeOffset.MaxValue, cancellation);
        await StartAsync(done.Report.Imported > 0 ? CustomerImport.Naming(importId) : null, work, cancellation);
        return Results.Json(done.Report, InboxJson.Options);
    }

    private async Task<IResult> ImportLaterAsync(
        HttpRequest request, string importId, Stream file, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        var importing = await imports.BeginAsync(
            importId, file, () =>
                audit.NoteAsync(user.Author, AuditAction.CustomersImported, WorkId.Customers, cancellation), cancellation);
        await work.StartAsync(importing, cancellation);
        return CommandResponses.Pending(request, importing, rows: 0);
    }

    private async ValueTask<CustomerDetails> DetailsAsync(
        string? name, IReadOnlyList<string?>? numbers, string? email, string? notes, CancellationToken cancellation) =>
        CustomerDetails.TryRead(name, numbers, email, notes, await region.ReadAsync(cancellation), out var details, out var fault)
            ? details : throw Problems.Invalid(fault);

    private async Task CheckAsync(ConversationId conversation, CancellationToken cancellation)
    {
        await ledger.GetAsync(conversation, cancellation);
        if (conversation.Customer.Kind is not PhoneNumberKind.E164)
        {
            throw Problems.NoPhoneNumber();
        }
    }

    private async Task<IResult> AddAsync(
        HttpRequest request, string id, CustomerDetails details, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        var made = Made(await customers.AddAsync(id, details, cancellation))!;
        request.HttpContext.Response.Headers.Location = $"/{Routes.Customer.Replace("{id}", id, StringComparison.Ordinal)}";
        return await AnswerAsync(request, made, AuditAction.CustomerCreated, user, work, cancellation);
    }

    private async Task<CustomerChange.Made> AddNumberAsync(
        HttpRequest request, string customerId, PhoneNumber number, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await customers.FindAsync(RequestReading.Text(customerId, LongestId, "customerId"), cancellation)
                ?? throw Problems.UnknownCustomer();
            RequestReading.CheckIfMatch(request, stored.ETag);
            if (!CustomerDetails.TryAdd(stored.Customer, number, out var details))
            {
                throw Problems.TooManyNumbers();
            }

            if (Made(await customers.SaveAsync(stored, details, cancellation)) is { } made)
            {
                return made;
            }

            if (attempt == Attempts)
            {
                throw Problems.Outdated();
            }
        }
    }

    private async Task<StoredCustomer> GetAsync(string id, CancellationToken cancellation) =>
        await customers.FindAsync(id, cancellation)
            ?? throw Problems.NotFound("There is no customer with this id. List them with GET /api/customers.");

    /// <summary>A change that was made; null where the customer had been changed before.</summary>
    private static CustomerChange.Made? Made(CustomerChange change) => change switch
    {
        CustomerChange.Made made => made,
        CustomerChange.NumberTaken taken => throw Problems.NumberTaken(taken.Number, taken.Owner),
        CustomerChange.IdTaken => throw Problems.IdTaken(),
        _ => null,
    };

    private async Task<IResult> AnswerAsync(
        HttpRequest request, CustomerChange.Made made, AuditAction action, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        await audit.NoteAsync(user.Author, action, made.Stored.Customer.Id, cancellation);
        await index.RefreshAsync(made.Stored.Customer.Id, cancellation);
        await StartAsync(made.Work, work, cancellation);
        return await AnswerAsync(
            request, made.Stored, action is AuditAction.CustomerCreated
                ? StatusCodes.Status201Created : StatusCodes.Status200OK, cancellation);
    }

    private async Task<IResult> PageAsync(Page<Customer> page, CancellationToken cancellation) =>
        Results.Json(SavedCustomerJson.Of(page, await region.ReadAsync(cancellation)), InboxJson.Options);

    private async Task<IResult> AnswerAsync(HttpRequest request, StoredCustomer stored, int status, CancellationToken cancellation)
    {
        request.HttpContext.Response.Headers.ETag = stored.ETag.ToString();
        return Results.Json(
            SavedCustomerJson.Of(stored.Customer, await region.ReadAsync(cancellation)), InboxJson.Options, statusCode: status);
    }

    private static Task StartAsync(WorkId? naming, IWorkStarter work, CancellationToken cancellation) =>
        naming is null ? Task.CompletedTask : work.StartAsync(naming, cancellation);

    private sealed record CustomerBody(string? CustomerId, string? Name, IReadOnlyList<string?>? Numbers, string? Email, string? Notes);

    private sealed record CustomerChangeBody(
        Optional<string?> Name, Optional<IReadOnlyList<string?>?> Numbers, Optional<string?> Email, Optional<string?> Notes);

    private sealed record ConversationCustomerBody(string? CustomerId, string? Name, string? Email, string? Notes);
}
