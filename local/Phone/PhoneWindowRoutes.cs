using ZuperConnect.Customers;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Phone;

/// <summary>The routes of the window with customers' phones.</summary>
public static class PhoneWindowRoutes
{
    private const int MaxPhones = 100;
    private const int MaxTexts = 100;
    private const int MaxCustomers = 100;

    public static void MapPhoneWindow(this IEndpointRouteBuilder local)
    {
        local.MapGet("phone/book", ReadPhoneBookAsync);
        local.MapGet("phone/customers", ReadPhonesAsync);
        local.MapPost("phone/customers/{number}/answer", AnswerAsync);
        local.MapPost("phone/customers/{number}/decline", DeclineAsync);
    }

    /// <summary>The numbers that customers can call or text, and the customers with phones.</summary>
    private static Task<IResult> ReadPhoneBookAsync(
        HttpRequest request, ApiAuthorization authorization, NumberStore numbers,
        CustomerStore customers, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var ours = (await numbers.AllAsync(cancellation)).Values;
            var known = (await customers.ReadAsync(MaxCustomers, null, cancellation)).Items;
            return Results.Json(
                new
                {
                    numbers = ours.Select(one => new { number = one.Number, display = one.Number.Display(one.Number), name = one.Name }),
                    customers =
                        from customer in known
                        let number = customer.Numbers[0]
                        where number.Kind is PhoneNumberKind.E164
                        select new { number, display = Display(number, ours), name = customer.Name },
                },
                InboxJson.Options);
        });

    /// <summary>The texts, calls and outcomes of some phones.</summary>
    private static Task<IResult> ReadPhonesAsync(
        HttpRequest request, ApiAuthorization authorization, CustomerPhones phones,
        SimulatedCallNetwork network, NumberStore numbers, CustomerStore customers,
        CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var ours = (await numbers.AllAsync(cancellation)).Values;
            var items = new List<object>();
            foreach (var number in request.Query["number"].Take(MaxPhones).Select(text => PhoneRoutes.Number(text, "number")))
            {
                items.Add(new
                {
                    number,
                    display = Display(number, ours),
                    name = (await customers.FindOwnerAsync(number, cancellation))?.Customer.Name,
                    texts = (await phones.ReadAllAsync(number, cancellation)).TakeLast(MaxTexts),
                    calls = network.Of(number),
                    luck = new { texts = phones.TextOutcomeOf(number), calls = phones.CallOutcomeOf(number) },
                });
            }

            return Results.Json(new { items }, InboxJson.Options);
        });

    private static Task<IResult> AnswerAsync(
        HttpRequest request, string number, ApiAuthorization authorization, SimulatedCallNetwork calls) =>
        DoAsync(request, authorization, () => calls.DeviceAnswers(PhoneRoutes.Number(number, "number"), accepts: true));

    private static Task<IResult> DeclineAsync(
        HttpRequest request, string number, ApiAuthorization authorization, SimulatedCallNetwork calls) =>
        DoAsync(request, authorization, () => calls.DeviceDeclines(PhoneRoutes.Number(number, "number")));

    private static Task<IResult> DoAsync(HttpRequest request, ApiAuthorization authorization, Action act) =>
        authorization.ForAnyoneAsync(request, () =>
    {
        act();
        return Task.FromResult(Results.NoContent());
    });

    private static string Display(PhoneNumber number, IEnumerable<BusinessNumber> ours) =>
        ours.FirstOrDefault() is { } first ? number.Display(first.Number) : number.Value;
}
