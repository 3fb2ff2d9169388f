using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>
/// The routes of <see cref="CustomersApi"/>, <see cref="CustomerErasingApi"/>, <see cref="CustomerMergeApi"/> and
/// <see cref="ConversationCustomerApi"/>.
/// </summary>
public sealed class CustomerFunctions(
    CustomersApi api, CustomerErasingApi erasing, CustomerMergeApi merging, ConversationCustomerApi conversations,
    DurableHostServices services)
{
    [Function("ListCustomers")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Customers)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("AddCustomer")]
    public Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Customers)] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.AddAsync(request, services.ForCommands(client).Work, cancellation);

    [Function("ReadCustomer")]
    public Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Customer)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ReadAsync(request, id, cancellation);

    [Function("ChangeCustomer")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Customer)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.ChangeAsync(request, id, services.ForCommands(client).Work, cancellation);

    [Function("EraseCustomer")]
    public Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.Customer)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        erasing.EraseAsync(request, id, services.ForCommands(client).Work, cancellation);

    [Function("MergeCustomers")]
    public Task<IResult> MergeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.CustomerMerge)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        merging.MergeAsync(request, id, services.ForCommands(client).Work, cancellation);

    [Function("AddCustomerOfConversation")]
    public Task<IResult> SaveNumberAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.ConversationCustomer)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        conversations.SaveAsync(request, id, services.ForCommands(client).Work, cancellation);
}
