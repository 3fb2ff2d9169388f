using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="TeamApi"/>, <see cref="MembersApi"/> and <see cref="AuditApi"/>.</summary>
public sealed class TeamFunctions(TeamApi api, MembersApi members, AuditApi audit)
{
    [Function("ListTeam")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Team)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("ChangeMember")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Member)] HttpRequest request, string userId,
        CancellationToken cancellation) =>
        api.ChangeAsync(request, userId, cancellation);

    [Function("RemoveMember")]
    public Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.Member)] HttpRequest request,
        string userId, CancellationToken cancellation) =>
        api.RemoveAsync(request, userId, cancellation);

    [Function("ListMembers")]
    public Task<IResult> MembersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Members)] HttpRequest request,
        CancellationToken cancellation) =>
        members.ListAsync(request, cancellation);

    [Function("ListAudit")]
    public Task<IResult> AuditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Audit)] HttpRequest request,
        CancellationToken cancellation) =>
        audit.ListAsync(request, cancellation);
}
