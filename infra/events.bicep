// One subscription for each function: Event Grid slows down all that goes to an endpoint that fails, and a text that cannot be stored
// must not hold up a call. Azure takes a subscription only where its function is there already.
param topicName string
param appId string
param deadLetterAccountId string
param deadLetterContainer string

// The functions are those of functions/Webhooks/EventGridFunctions.cs; a test compares them.
var routes = [
  { function: 'SmsReceived', event: 'Microsoft.Communication.SMSReceived' }
  { function: 'SmsDeliveryReportReceived', event: 'Microsoft.Communication.SMSDeliveryReportReceived' }
  { function: 'IncomingCall', event: 'Microsoft.Communication.IncomingCall' }
  { function: 'RecordingFileStatusUpdated', event: 'Microsoft.Communication.RecordingFileStatusUpdated' }
]

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

// A topic takes one change at a time.
@batchSize(1)
resource eventSubscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for route in routes: {
    parent: topic
    name: 'inbox-${route.function}'
    properties: {
      eventDeliverySchema: 'EventGridSchema'
      destination: {
        endpointType: 'AzureFunction'
        properties: {
          resourceId: '${appId}/functions/${route.function}'
          maxEventsPerBatch: 1
          preferredBatchSizeInKilobytes: 64
        }
      }
      filter: { includedEventTypes: [route.event] }
      // As long as Event Grid keeps an event at all, calls too: one that can no longer be answered is still shown as missed.
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
      deadLetterWithResourceIdentity: {
        identity: { type: 'SystemAssigned' }
        deadLetterDestination: {
          endpointType: 'StorageBlob'
          properties: {
            resourceId: deadLetterAccountId
            blobContainerName: deadLetterContainer
          }
        }
      }
    }
  }
]
