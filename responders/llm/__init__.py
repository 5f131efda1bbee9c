"""The model: drafts an answer from what the brand says of itself, and has to show its sources.

One `client.Endpoint` lives as long as the process, or until the options of the model change; a `model.Model` is made
anew over it whenever the brand, its FAQ or its documents do. For a replay `asking.recalled` stands in the endpoint's
place and answers from the ledger. Nothing is imported here: the many patterns of the evidence gate take their time.
"""
